// Features that few pages need: placeholders such as `<div data-segue="related" data-count="4">`, for editors that remove
// unknown elements; elements that stay when a framework shows another page; texts in the page; and busy servers.

/**
 * Replaces each placeholder with the element. Its attributes and children move to the element. Restarts the elements with
 * the content of another page than now.
 * @param {string} [now]
 */
export default (now) => {
  for (const element of /** @type {NodeListOf<any>} */ (document.querySelectorAll('segue-related'))) {
    if (now && element.page && element.page != now && !element.getAttribute('episode')) {
      element.disconnectedCallback();
      element.connectedCallback();
    }
  }
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-segue]'))) {
    const name = 'segue-' + place.dataset.segue?.trim();
    if (!customElements.get(name)) continue;
    const element = document.createElement(name);
    for (const { name, value } of place.attributes) {
      if (!/^(style|data-segue)$/.test(name)) element.setAttribute(name.replace(/^data-/, ''), value);
    }
    element.style.cssText = place.style.cssText; // a policy may forbid the style attribute
    element.append(...place.childNodes);
    place.replaceWith(element);
  }
};

/**
 * The texts in the JSON script of an element, which replace the texts of the widget.
 * @param {Element} element
 */
export const texts = (element) => {
  try {
    return JSON.parse(element.querySelector('[type="application/json"]')?.textContent || '{}');
  } catch (error) {
    console.warn('segue:', error);
  }
};

/** The longest wait in seconds that a busy server can ask for. After a longer one, the visitor has moved on. */
const patience = 5;

/**
 * Sends a request again after the time that a busy server names. Returns the first answer if that time is too long.
 * @param {Response} answer with a Retry-After in seconds
 * @param {() => Promise<Response>} send it rejects after an abort
 */
export const retry = async (answer, send) => {
  const wait = Number(answer.headers.get('Retry-After'));
  if (answer.ok || !(wait > 0 && wait <= patience)) return answer;
  // Widgets that were refused together must not return together.
  await new Promise((go) => setTimeout(go, wait * (1000 + 500 * Math.random())));
  return send();
};
