// Waits until an element is almost visible.

/**
 * Calls then once, when the element is within 400 px of the viewport. Disconnect the returned observer to cancel.
 * @param {Element} element
 * @param {() => void} then
 */
export const whenVisible = (element, then) => {
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      observer.disconnect();
      then();
    }
  }, { rootMargin: '400px' });
  observer.observe(element);
  return observer;
};
