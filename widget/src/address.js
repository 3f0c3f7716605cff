// The key of the addresses of a page, for static sites with related episodes.

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
 * The common form of the addresses of a page. Same as data.PageKey in Go, which documents the rules. It parses the address
 * itself, because URL would change the escaping.
 * @param {string} address
 */
export const pageKey = (address) => {
  address = address.trim();
  const parts = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/(?:[^/?#]*@)?(?:\[([^\]]*)\]|([^/?#:]+))(?::(\d*))?(\/[^?#]*)?(?:\?([^#]*))?(?:#[^]*)?$/.exec(address);
  if (!parts) return address;
  const [, six = '', name = '', port = '', path = '', query = ''] = parts;
  const left = queryKey(query);
  return hostKey(six + name) + (/^(80|443|)$/.test(port) ? '' : ':' + port) + pathKey(path) + (left && '?' + left);
};

const hostKey = (/** @type {string} */ host) => {
  host = host.toLowerCase();
  try {
    if (/[^\0-\x7f]/.test(host)) host = new URL('http://' + host).hostname;
  } catch {
    // Not a valid name; it stays as it is.
  }
  return host.replace(/^www\./, '').replace(/\.$/, '').replace(/^amp\./, '');
};

const pathKey = (/** @type {string} */ path) => {
  const segments = path.split('/').slice(1).map(escaped);
  while (segments.length) {
    const last = segments.length - 1;
    const plain = segments[last].replace(/(.)(\.amp)?\.html?$/i, '$1');
    if (/^(index(\.php)?|default\.aspx)?$/i.test(plain) || (plain == 'amp' && last)) segments.pop();
    else if (plain != segments[last]) segments[last] = plain;
    else break;
  }
  if (segments.length > 1 && segments[0] == 'amp') segments.shift();
  return segments.map((segment) => '/' + segment).join('');
};

const queryKey = (/** @type {string} */ query) => query.replace(/\+/g, ' ').split('&').filter(Boolean)
  .map((pair) => {
    const [name, ...value] = pair.split('=');
    return [escaped(name), escaped(value.join('='))];
  })
  .filter(([name]) => !tracking.test(name))
  .sort(([a], [b]) => (a < b ? -1 : +(a > b))) // the sort is stable
  .map((pair) => pair.join('='))
  .join('&');

/** data.TrackingPattern in Go. */
const tracking = /^(utm_.*|gclid|gclsrc|dclid|gbraid|wbraid|srsltid|_ga|_gl|gad_.*|fbclid|fb_.*|igshid|igsh|mibextid|msclkid|yclid|ymclid|ysclid|twclid|ttclid|epik|li_fat_id|trk|rdt_cid|scclid|si|feature|mc_.*|_hsenc|_hsmi|__hstc|__hssc|__hsfp|hsa_.*|hsctatracking|mkt_tok|mtm_.*|matomo_.*|pk_.*|piwik_.*|s_cid|s_kwcid|ef_id|sc_cid|sfmc_.*|elq.*|oly_.*|vero_.*|bsft_.*|_kx|ml_.*|ck_subscriber_id|dm_i|ss_email_id|ss_source|ss_campaign_.*|at_.*|wt\..*|wt_.*|ns_.*|irclickid|irgwc|_branch_match_id|rb_clickid|wickedid|wickedsource|ref|ref_.*|referrer|referer|source|via|cmpid|cmp|icid|ocid|ncid|campaign|campaign_.*|share|replytocom|amp|amp_.*|usqp|outputtype)$/i;

/** Percent-encodes all bytes except for unreserved characters. Letters are composed. */
const escaped = (/** @type {string} */ text) => {
  const bytes = (text.match(/%[0-9A-Fa-f]{2}|%|[^%]+/g) || []).flatMap((piece) =>
    /^%./.test(piece) ? [parseInt(piece.slice(1), 16)] : [...new TextEncoder().encode(piece)]);
  try {
    const plain = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
    return encodeURIComponent(plain.normalize('NFC')).replace(/[!'()*]/g, (letter) => hex(letter.charCodeAt(0)));
  } catch {
    return bytes.map((byte) => (/[\w.~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : hex(byte))).join('');
  }
};

const hex = (/** @type {number} */ byte) => '%' + byte.toString(16).toUpperCase().padStart(2, '0');
