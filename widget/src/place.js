// Where this script, its parts and the API are.

/**
 * The address of this script. A server that knows its public address puts that in the place of
 * `import.meta.url`, so that a copy which an optimiser moved into the page still finds its way; what is
 * left is then no syntax of modules, and runs as a classic script too. `document.currentScript` is
 * never asked: it is null in modules.
 */
const here = import.meta.url;

/** The folder of the parts. What serves the script puts a hash of them in the place of "parts". */
const folder = './parts/';

/**
 * Loads a part of the widget that not every page needs.
 * @param {string} name
 * @returns {Promise<any>}
 */
export const part = (name) => import(new URL(folder + name + '.js', here).href);

/**
 * The address that the API lies under, with a slash at its end: the attribute `api`, or the folder above the one
 * that this script is in.
 * @param {Element} element
 */
export const base = (element) => {
  const given = attribute(element, 'api');
  return web(given || '..', given ? document.baseURI : here).replace(/\/*$/, '/');
};

/**
 * An address that a visitor may be sent to; it throws for any other.
 * @param {string} address
 * @param {string} base
 */
export const web = (address, base) => {
  const url = new URL(address, base);
  if (!/^https?:$/.test(url.protocol)) throw url;
  return url.href;
};

/**
 * An attribute without the space around it, which editors like to add; empty where there is none.
 * @param {Element} element
 * @param {string} name
 */
export const attribute = (element, name) => (element.getAttribute(name) || '').trim();

/**
 * Whether an attribute says yes: it is there, and not "off" or "false".
 * @param {Element} element
 * @param {string} name
 */
export const yes = (element, name) => element.hasAttribute(name) && !/off|false/i.test(attribute(element, name));

/**
 * A number from an attribute, 1 to most, or the usual one.
 * @param {Element} element
 * @param {string} name
 * @param {number} usual
 * @param {number} most
 */
export const number = (element, name, usual, most) => {
  const given = attribute(element, name);
  const n = Math.min(Math.ceil(+given), most);
  if (n > 0) return n;
  if (given) console.warn('segue:', name, given);
  return usual;
};
