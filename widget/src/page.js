// Identifies the episode of a page.

import { attribute, part } from './place.js';

/**
 * The parameter of `GET /v1/similar` for the episode: the attribute `episode` (an id or an address), or else the address
 * of the page. That is the first of: the canonical link, `og:url`, the `PodcastEpisode` in the JSON-LD, the location. The
 * location is sent without query and fragment, because they may identify the visitor. The others keep their query, which
 * may identify the page (`?p=12`).
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
