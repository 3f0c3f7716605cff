// What a page's JSON-LD says it is about, for the few pages that give themselves no address.

/** The address of the one PodcastEpisode, empty where there is none or are several, as in a list. */
export default () => {
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
    } catch {} // it is the page's, and says nothing to us
  }
  const [address] = found;
  return found.size == 1 && URL.canParse(address, document.baseURI) ? address : '';
};
