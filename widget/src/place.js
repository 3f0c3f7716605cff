// The addresses of this script, its parts and the API, and helpers for attributes.

/**
 * The address of this script. A server that knows its public address replaces `import.meta.url` with it. Then a copy that
 * an optimiser has inlined into the page still works, even as a classic script, because no module syntax is left.
 * `document.currentScript` is no alternative: it is null in modules.
 */
const here = import.meta.url;

/** The folder of the parts. The server replaces "parts" with a hash of all parts. */
const folder = './parts/';

/**
 * Loads a part: a module that few pages need.
 * @param {string} name
 * @returns {Promise<any>}
 */
export const part = (name) => import(new URL(folder + name + '.js', here).href);

/**
 * The address of the API with a trailing slash: the attribute `api`, or the parent of this script's folder.
 * @param {Element} element
 */
export const base = (element) => {
  const given = attribute(element, 'api');
  return web(given || '..', given ? document.baseURI : here).replace(/\/*$/, '/');
};

/**
 * Resolves an http or https address. It throws for any other.
 * @param {string} address
 * @param {string} base
 */
export const web = (address, base) => {
  const url = new URL(address, base);
  if (!/^https?:$/.test(url.protocol)) throw url;
  return url.href;
};

/**
 * An attribute without surrounding spaces, which some editors add. Empty if it is missing.
 * @param {Element} element
 * @param {string} name
 */
export const attribute = (element, name) => (element.getAttribute(name) || '').trim();

/**
 * Whether a boolean attribute is set and not "off" or "false".
 * @param {Element} element
 * @param {string} name
 */
export const yes = (element, name) => element.hasAttribute(name) && !/off|false/i.test(attribute(element, name));

/**
 * The number in an attribute, 1 to most, or the default.
 * @param {Element} element
 * @param {string} name
 * @param {number} usual
 * @param {number} most
 */
export const number = (element, name, usual, most) => {
  const n = Math.min(Math.ceil(+attribute(element, name)), most);
  return n > 0 ? n : usual;
};
