// Static sites: answers are files of the site.

/** @typedef {import('./v1.js').Kit} Kit */

/**
 * The address of the file with related episodes. Its name is the id, or a hash of the page's address. Ids have no
 * underscore, so an id never equals a hash.
 * @param {string} base
 * @param {'id' | 'url'} name
 * @param {string} value
 */
export const related = (base, name, value) =>
  base + 'related/' + encodeURIComponent(name == 'id' ? value : pageHash(value)) + '.json';

/**
 * "u_" and the 64-bit FNV-1a hash of an address's key in sixteen hexadecimal digits. Same as PageHash in Go.
 * @param {string} address
 */
export const pageHash = (address) => {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(pageKey(address))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return 'u_' + hash.toString(16).padStart(16, '0');
};

/**
 * The normal form of a page's addresses. Same as data.PageKey in Go. It parses the address itself, because URL would change
 * the escaping.
 * @param {string} address
 */
export const pageKey = (address) => {
  address = address.trim();
  const parts = /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#]*@)?(?:\[([^\]]*)\]|([^/?#:]+))(?::(\d*))?(\/[^?#]*)?(?:\?([^#]*))?(?:#.*)?$/i.exec(address);
  if (!parts) return address;
  const [, six, name, port = '', given = '', query = ''] = parts;
  const path = spelled(given);
  if (path == null) return address;
  const left = pageQuery(query);
  return (six ?? name).toLowerCase().replace(/^www\./, '') + (/^(80|443|)$/.test(port) ? '' : ':' + port) +
    path.replace(/\/+$/, '') + (left && '?' + left);
};

/** If one character of a path needs escaping, Go escapes the whole path again. */
const spelled = (/** @type {string} */ path) => {
  try {
    const plain = decodeURIComponent(path);
    return /^[\w\-.~!$&'()*+,;=:@/[\]%]*$/.test(path) ? path
      : encodeURIComponent(plain).replace(/[!'()*]/g, escape).replace(/%(24|26|2B|2C|2F|3A|3B|3D|40)/g, decodeURIComponent);
  } catch {
    return null;
  }
};

/** Removes tracking parameters and sorts the rest. A query that cannot be parsed is not changed. */
const pageQuery = (/** @type {string} */ raw) => {
  if (raw.includes(';')) return raw.trim();
  try {
    const pairs = raw.split('&').filter(Boolean).map((pair) => {
      const [name, ...value] = pair.replace(/\+/g, ' ').split('=');
      return [decodeURIComponent(name), decodeURIComponent(value.join('='))];
    });
    return pairs
      .filter(([name]) => !/^(utm_.*|fbclid|gclid)$/i.test(name))
      .sort(([a], [b]) => (a < b ? -1 : +(a > b))) // the sort is stable
      .map((pair) => pair.map(component).join('='))
      .join('&');
  } catch {
    return raw.trim();
  }
};

const component = (/** @type {string} */ text) => encodeURIComponent(text).replace(/[!'()*]/g, escape).replace(/%20/g, '+');

/** @param {string} letter */
const escape = (letter) => '%' + letter.charCodeAt(0).toString(16).toUpperCase();

/**
 * Searches the word index in the browser. The code is a separate part, so pages with only related episodes do not load it.
 * @param {string} base
 * @param {Kit} kit
 * @param {string} show the id of the show to search, empty for all
 * @returns {Promise<import('./types.js').SearchSource>}
 */
export const searchSource = async (base, kit, show) => (await kit.part('find')).default(base, show);
