// A site without a server: answers lie as files beside it.

/** @typedef {import('./v1.js').Kit} Kit */

/**
 * The address of the file with what is related. An episode that is named by its id has its file by that; one that is known by
 * its page has it by a hash of the page's address. No id has an underscore, so the two never meet.
 * @param {string} base
 * @param {'id' | 'url'} name
 * @param {string} value
 */
export const related = (base, name, value) =>
  base + 'related/' + encodeURIComponent(name == 'id' ? value : pageHash(value)) + '.json';

/**
 * "u_" and the 64-bit FNV-1a hash of an address's key in sixteen hexadecimal digits; PageHash in Go.
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
 * The one form of all addresses of a page, as data.PageKey makes it in Go. The address is taken apart as it is
 * written, because URL would spell it anew.
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

/** Go spells a whole path anew when one of its characters should have been escaped. */
const spelled = (/** @type {string} */ path) => {
  try {
    const plain = decodeURIComponent(path);
    return /^[\w\-.~!$&'()*+,;=:@/[\]%]*$/.test(path) ? path
      : encodeURIComponent(plain).replace(/[!'()*]/g, escape).replace(/%(24|26|2B|2C|2F|3A|3B|3D|40)/g, decodeURIComponent);
  } catch {
    return null;
  }
};

/** What tracks is dropped and the rest sorted; a query in another form stays as it is. */
const pageQuery = (/** @type {string} */ raw) => {
  if (raw.includes(';')) return raw.trim();
  try {
    const pairs = raw.split('&').filter(Boolean).map((pair) => {
      const [name, ...value] = pair.replace(/\+/g, ' ').split('=');
      return [decodeURIComponent(name), decodeURIComponent(value.join('='))];
    });
    return pairs
      .filter(([name]) => !/^(utm_.*|fbclid|gclid)$/i.test(name))
      .sort(([a], [b]) => (a < b ? -1 : +(a > b))) // which is stable
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
 * Searches an index of words in the browser. What can do that is a part of its own: a page with related episodes
 * never loads it.
 * @param {string} base
 * @param {Kit} kit
 * @param {string} show the id of the only show that is searched, empty for all
 * @returns {Promise<import('./types.js').SearchSource>}
 */
export const searchSource = async (base, kit, show) => (await kit.part('find')).default(base, show);
