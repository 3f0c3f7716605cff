// Identifies the episode of a page.

import { attribute, part } from './place.js';

/** The path and the canonical link of the page. They change if a framework shows another page. */
export const read = () => location.pathname + ' ' + /** @type {any} */ (document.querySelector('link[rel~=canonical i]'))?.href;

export const first = read();

/**
 * The parameter of `GET /v1/similar` for the episode: the attribute `episode` (an id or an address), or else the address
 * of the page. That is the canonical link. If it is missing, is the home page, or may belong to a former page, described.js
 * finds the address. The fragment is not sent, because it may identify the visitor.
 * @param {Element} element
 * @returns {Promise<{id?: string, url?: string}>}
 */
export const episodeOf = async (element) => {
  const given = attribute(element, 'episode');
  if (given) return { [/^https?:/i.test(given) ? 'url' : 'id']: given };
  const now = read();
  return { url: (now == first && /(?<= )\S+\w\/[^#]+/.exec(now)?.[0]) || (await part('described')).default(now, first) };
};
