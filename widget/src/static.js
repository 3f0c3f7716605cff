// Static sites: answers are files of the site.

/** @typedef {import('./v1.js').Kit} Kit */

/**
 * The address of the file with related episodes. Its name is the id, or a hash of the page's address. Ids have no
 * underscore, so an id never equals a hash.
 * @param {string} base
 * @param {any} episode its `id`, or else its `url`
 * @param {Kit['part']} part
 */
export const related = async (base, { id, url }, part) =>
  base + 'related/' + encodeURIComponent(id ?? (await part('address')).pageHash(url)) + '.json';

/**
 * Searches the word index in the browser. The code is a separate part, so pages with only related episodes do not load it.
 * @param {string} base
 * @param {Kit} kit
 * @param {string} show the id of the show to search, empty for all
 * @returns {Promise<import('./types.js').SearchSource>}
 */
export const searchSource = async (base, kit, show) => (await kit.part('find')).default(base, show);
