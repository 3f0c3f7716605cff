// Which episode a page is about.

import { attribute, part } from './place.js';

/**
 * The parameter of `GET /v1/similar` that names the episode: what the attribute `episode` says, an id or an
 * address, or else the address that the page gives itself. That is, in this order, its canonical link,
 * `og:url`, the `PodcastEpisode` of its JSON-LD, or where the visitor is. The latter goes without query and fragment,
 * because they may say something about the visitor; what a publisher calls an address keeps its query, which may be all that
 * names the page (`?p=12`).
 * @param {Element} element
 * @returns {Promise<['id' | 'url', string]>}
 */
export const episodeOf = async (element) => {
  const given = attribute(element, 'episode');
  if (given) return [/^https?:/i.test(given) ? 'url' : 'id', given];
  const named = own('link[rel~=canonical i]')?.href || own('meta[property="og:url" i]')?.content ||
    (own('[type="application/ld+json"]') && (await part('described')).default());
  return ['url', new URL(named || location.pathname, location.href).href.split('#')[0]];
};

/** @param {string} selector */
const own = (selector) => /** @type {any} */ (document.querySelector(selector));
