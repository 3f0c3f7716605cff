// `<div data-segue="related" data-count="4">`, which editors leave alone that take unknown elements away.

/** Puts the element in the place of each placeholder, with its attributes and what is in it. */
export default () => {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-segue]'))) {
    const name = 'segue-' + place.dataset.segue?.trim();
    if (!customElements.get(name)) continue;
    const element = document.createElement(name);
    for (const { name, value } of place.attributes) {
      if (!/^(style|data-segue)$/.test(name)) element.setAttribute(name.replace(/^data-/, ''), value);
    }
    element.style.cssText = place.style.cssText; // the attribute itself may be forbidden
    element.append(...place.childNodes);
    place.replaceWith(element);
  }
};
