// Finds the address of a page whose canonical link is missing, names the home page, or may belong to a former page.

/**
 * The path, the canonical link and `og:url` of a page.
 * @typedef {string[]} Page
 */

/**
 * The pages of the last two calls, and the last page with another path.
 * @type {{last?: Page, prior?: Page, former?: Page}}
 */
const pages = {};
let time = 0;

/**
 * Remembers the former page. A framework may change the names of the page just before the path. Names that changed earlier
 * belong to the former path.
 * @param {Page} now
 * @param {Page} first
 */
const follow = (now, first) => {
  const { last = first, prior } = pages;
  if (now + '' == last + '') return;
  if (now[0] != last[0]) pages.former = prior && performance.now() - time < 1000 ? prior : last;
  pages.prior = last;
  pages.last = now;
  time = performance.now();
};

/**
 * The first of: the canonical link, `og:url`, the `PodcastEpisode` in the JSON-LD, the path. The path has no query, because
 * that may identify the visitor. The home page is ignored on other pages, because some sites name it on every page. After a
 * change of the path, names that did not change belong to the former page.
 * @param {string} [now] path and canonical link
 * @param {string} [first] the same when the script was loaded
 * @returns {string} an absolute address without fragment
 */
export default (now = location.pathname, first = now) => {
  const open = /** @type {any} */ (document.querySelector('meta[property="og:url" i]'))?.content || '';
  const page = [...now.split(' '), open];
  // The og:url of the first page is not known; only a framework that changes it alone needs it.
  follow(page, now == first ? page : [...first.split(' '), '']);
  const former = pages.former;
  const names = [1, 2].filter((i) => !former || page[i] != former[i]).map((i) => page[i]);
  const named = names.find((name) => {
    const url = name && name != 'undefined' && URL.canParse(name, location.href) && new URL(name, location.href);
    return url && (url.pathname + url.search != '/' || page[0] == '/');
  });
  return new URL(named || (!former && inData()) || page[0], location.href).href.split('#')[0];
};

/** The address of the page's PodcastEpisode. Empty if there is none, or if there are several, as in a list. */
const inData = () => {
  /** @type {Set<string>} */
  const found = new Set();
  const look = (/** @type {any} */ node) => {
    if (!node || typeof node != 'object') return;
    if ([node['@type']].flat().includes('PodcastEpisode')) found.add(node.url || node['@id']);
    Object.values(node).forEach(look);
  };
  for (const script of document.querySelectorAll('[type="application/ld+json"]')) {
    try {
      look(JSON.parse(script.textContent || ''));
    } catch {} // ignore invalid JSON-LD of the page
  }
  const [address] = found;
  return found.size == 1 && URL.canParse(address, document.baseURI) ? address : '';
};
