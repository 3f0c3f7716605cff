// Finds the episode of a page in its JSON-LD, for the few pages without a canonical address.

/** The address of the page's PodcastEpisode. Empty if there is none, or if there are several, as in a list. */
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
    } catch {} // ignore invalid JSON-LD of the page
  }
  const [address] = found;
  return found.size == 1 && URL.canParse(address, document.baseURI) ? address : '';
};
