// Draws the map of /map on a canvas. The table below the map has the same content and needs no script.

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const map = byId('map');
if (map.dataset.points) begin(await (await fetch(map.dataset.points)).json());
else waitForMap();

/** Reloads the page when the server has computed the map. */
async function waitForMap() {
  const { status } = await fetch('/map/points.json');
  if (status == 200) location.reload();
  else setTimeout(waitForMap, 1500);
}

/**
 * @typedef {{label: string, groups: string[], of: number[]}} ColourScheme
 * @typedef {{n: number, title: string, show?: string, date?: string, topic?: string, url: string, near?: Card[]}} Card
 * @param {{index: string, x: number[], y: number[], colours: ColourScheme[]}} points
 */
function begin({ index, x, y, colours }) {
  const [plane, card, tip, legend, said] = ['plane', 'card', 'tip', 'legend', 'said'].map(byId);
  const canvas = plane.querySelector('canvas');
  const pen = canvas.getContext('2d');
  const low = { x: Math.min(...x), y: Math.min(...y) }, high = { x: Math.max(...x), y: Math.max(...y) };
  const whole = { x: (low.x + high.x) / 2, y: (low.y + high.y) / 2, size: 1 };
  const view = { ...whole };
  /** @type {ColourScheme | undefined} the current scheme */
  let by = colours[0];
  let hidden = new Set(); // groups of the scheme that are not shown
  /** @type {Set<number> | null} points that a search has highlighted */
  let marks = null;
  let at = -1; // the selected point, -1 for none
  let pinned = false; // whether the selection stays when the pointer moves
  let width = 0, height = 0, scale = 1, frame = 0, fineTimer = 0;

  const left = (/** @type {number} */ i) => width / 2 + (x[i] - view.x) * scale;
  const top = (/** @type {number} */ i) => height / 2 + (y[i] - view.y) * scale;
  const shown = (/** @type {number} */ i) => !by || !hidden.has(by.of[i]);
  const colour = (/** @type {string} */ name) => getComputedStyle(map).getPropertyValue('--' + name).trim();
  const hue = (/** @type {number} */ group) => (group < 0 ? 'quiet' : 'hue-' + 'abcdefgh'[group]);

  /**
   * Draws in the next frame. Several calls draw once. Many points are drawn as squares first, which takes a quarter of the
   * time, and as circles 150 ms after the last change.
   */
  const draw = (fine = x.length < 3000) => {
    cancelAnimationFrame(frame);
    clearTimeout(fineTimer);
    if (!fine) fineTimer = setTimeout(draw, 150, true);
    frame = requestAnimationFrame(() => {
      const margin = 14;
      scale = view.size * Math.min((width - 2 * margin) / (high.x - low.x || 1), (height - 2 * margin) / (high.y - low.y || 1));
      pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      pen.clearRect(0, 0, width, height);
      dots(radius(), false, fine);
      dots(radius(), true, fine);
      lines();
      ring();
    });
  };
  const radius = () => Math.max(1.75, Math.min(6, 110 / Math.sqrt(x.length))) * Math.sqrt(view.size);

  /** Draws the points that are highlighted, or the others. */
  const dots = (/** @type {number} */ r, /** @type {boolean} */ marked, /** @type {boolean} */ round) => {
    if (marked && !marks) return;
    if (marked) r *= 1.5;
    pen.globalAlpha = marks && !marked ? 0.18 : 0.85;
    for (let group = -1; group < (by?.groups.length ?? 0); group++) {
      pen.fillStyle = colour(hue(group));
      pen.beginPath();
      for (let i = 0; i < x.length; i++) {
        if ((by ? by.of[i] : -1) != group || !shown(i) || (marks && marks.has(i) != marked)) continue;
        const [px, py] = [left(i), top(i)];
        pen.moveTo(px + r, py);
        if (round) pen.arc(px, py, r, 0, 7);
        else pen.fillRect(px - r, py - r, 2 * r, 2 * r);
      }
      pen.fill();
    }
    pen.globalAlpha = 1;
  };

  const lines = () => {
    const near = cards.get(at)?.near;
    if (!pinned || !near) return;
    pen.strokeStyle = pen.fillStyle = colour('ink');
    pen.globalAlpha = 0.55;
    pen.beginPath();
    for (const { n } of near) {
      pen.moveTo(left(at), top(at));
      pen.lineTo(left(n), top(n));
    }
    pen.stroke();
    pen.globalAlpha = 1;
    pen.beginPath();
    for (const { n } of near) {
      pen.moveTo(left(n) + 3, top(n));
      pen.arc(left(n), top(n), 3, 0, 7);
    }
    pen.fill();
  };

  const ring = () => {
    if (at < 0) return;
    pen.strokeStyle = colour('ink');
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(left(at), top(at), radius() + 4, 0, 7);
    pen.stroke();
    pen.lineWidth = 1;
  };

  /** The point nearest to a position on the canvas, -1 if none is within the distance in pixels. */
  const nearest = (/** @type {number} */ px, /** @type {number} */ py, within = 18) => {
    let best = -1, least = within * within;
    for (let i = 0; i < x.length; i++) {
      const distance = (left(i) - px) ** 2 + (top(i) - py) ** 2;
      if (distance < least && shown(i)) [best, least] = [i, distance];
    }
    return best;
  };

  /** The next point in a direction. A sideways distance counts twice. */
  const next = (/** @type {number} */ dx, /** @type {number} */ dy) => {
    let best = -1, least = Infinity;
    for (let i = 0; i < x.length; i++) {
      const ahead = (x[i] - x[at]) * dx + (y[i] - y[at]) * dy;
      const aside = Math.abs((x[i] - x[at]) * dy) + Math.abs((y[i] - y[at]) * dx);
      if (ahead > 0 && ahead >= aside && ahead + 2 * aside < least && shown(i)) [best, least] = [i, ahead + 2 * aside];
    }
    return best;
  };

  /** @type {Map<number, Card>} */
  const cards = new Map();

  /**
   * Selects a point and shows its episode.
   * @param {number} i
   * @param {boolean} speak whether to announce it to screen readers
   */
  const select = async (i, speak = false) => {
    at = i;
    tip.hidden = true;
    draw();
    if (i < 0) return;
    keepInView();
    if (!cards.has(i)) {
      await new Promise((go) => setTimeout(go, 60)); // no requests while the pointer moves
      if (at != i) return;
      const answer = await fetch(`/map/episode.json?${new URLSearchParams({ index, n: String(i) })}`);
      if (!answer.ok) return announce('There is a newer map. Reload the page.');
      cards.set(i, await answer.json());
    }
    if (at == i) show(/** @type {Card} */ (cards.get(i)), speak);
  };

  const show = (/** @type {Card} */ episode, /** @type {boolean} */ speak) => {
    const facts = [episode.date, episode.show].filter(Boolean).join(' · ');
    card.replaceChildren(
      node('p', { className: 'card-title' }, node('a', { href: episode.url }, episode.title)),
      node('p', { className: 'facts' }, facts),
      episode.topic ? node('p', { className: 'notes' }, 'Topic: ' + episode.topic) : '',
      node('p', { className: 'label' }, 'Nearest neighbours'),
      node('ol', {}, ...(episode.near ?? []).map((other) => {
        const line = node('li', {}, node('a', { href: other.url }, other.title));
        line.onpointerenter = () => point(other.n);
        line.onpointerleave = () => point(-1);
        return line;
      })));
    if (speak) announce([episode.title, facts, episode.topic].filter(Boolean).join(', '));
    tip.textContent = episode.title;
    tip.hidden = false;
    tip.style.left = Math.max(0, Math.min(left(at) + 10, width - tip.offsetWidth)) + 'px';
    tip.style.top = (top(at) > 60 ? top(at) - tip.offsetHeight - 8 : top(at) + 14) + 'px';
    draw();
  };

  /** Shows the position of a neighbour. */
  const point = (/** @type {number} */ i) => {
    tip.hidden = i < 0;
    if (i < 0) return;
    tip.textContent = '●';
    tip.style.left = left(i) - tip.offsetWidth / 2 + 'px';
    tip.style.top = top(i) - tip.offsetHeight / 2 + 'px';
  };

  const announce = (/** @type {string} */ text) => { said.textContent = text; };

  /** Moves the view to include the selected point. */
  const keepInView = () => {
    const margin = 24;
    if (left(at) < margin || left(at) > width - margin) view.x = x[at];
    if (top(at) < margin || top(at) > height - margin) view.y = y[at];
    draw();
  };

  const enlarge = (/** @type {number} */ by, px = width / 2, py = height / 2) => {
    const size = Math.max(1, Math.min(40, view.size * by));
    // The position under the pointer does not move.
    const part = (1 / scale) * (1 - view.size / size);
    view.x += (px - width / 2) * part;
    view.y += (py - height / 2) * part;
    Object.assign(view, size == 1 ? whole : { size });
    plane.classList.toggle('enlarged', size > 1);
    tip.hidden = true;
    draw();
  };

  // The pointer shows the episode below it, selects by click, and drags a zoomed map.
  let drag = /** @type {{x: number, y: number, far: boolean} | null} */ (null);
  plane.onpointerdown = (/** @type {PointerEvent} */ event) => { drag = { x: event.clientX, y: event.clientY, far: false }; };
  plane.onpointermove = (/** @type {PointerEvent} */ event) => {
    if (drag && view.size > 1 && event.buttons) {
      const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
      if (!drag.far && Math.hypot(dx, dy) < 4) return;
      drag = { x: event.clientX, y: event.clientY, far: true };
      view.x -= dx / scale;
      view.y -= dy / scale;
      tip.hidden = true;
      return draw();
    }
    if (pinned || event.pointerType == 'touch') return;
    const i = nearest(event.offsetX, event.offsetY);
    if (i != at) select(i);
  };
  plane.onpointerup = (/** @type {PointerEvent} */ event) => {
    const far = drag?.far;
    drag = null;
    if (far) return;
    const i = nearest(event.offsetX, event.offsetY, 28);
    pinned = i >= 0;
    select(i);
  };
  plane.onpointerleave = () => {
    drag = null;
    if (!pinned) select(-1);
  };
  plane.addEventListener('wheel', (/** @type {WheelEvent} */ event) => {
    if (!event.ctrlKey && !event.metaKey) return; // let the page scroll
    event.preventDefault();
    enlarge(Math.exp(-event.deltaY / 200), event.offsetX, event.offsetY);
  }, { passive: false });

  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowLeft: () => step(-1, 0), ArrowRight: () => step(1, 0), ArrowUp: () => step(0, -1), ArrowDown: () => step(0, 1),
    '+': () => enlarge(1.5), '=': () => enlarge(1.5), '-': () => enlarge(1 / 1.5), 0: () => enlarge(0),
    Enter: async () => {
      if (at < 0) return;
      await select(at);
      const url = cards.get(at)?.url;
      if (url) location.href = url;
    },
    Escape: () => {
      pinned = false;
      select(-1);
      announce('');
    },
  };
  const step = (/** @type {number} */ dx, /** @type {number} */ dy) => {
    const i = at < 0 ? nearest(width / 2, height / 2, Infinity) : next(dx, dy);
    if (i < 0) return;
    pinned = true;
    select(i, true);
  };
  plane.onkeydown = (/** @type {KeyboardEvent} */ event) => {
    const act = keys[event.key];
    if (!act || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  };

  byId('nearer').onclick = () => enlarge(1.5);
  byId('farther').onclick = () => enlarge(1 / 1.5);
  byId('whole').onclick = () => enlarge(0);

  const tools = byId('map-tools');
  tools.onsubmit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const q = byId('find').value.trim();
    marks = null;
    if (q) {
      const answer = await fetch(`/map/found.json?${new URLSearchParams({ index, q })}`);
      if (!answer.ok) return announce('The search does not respond. Reload the page.');
      const { numbers, total } = await answer.json();
      marks = new Set(numbers);
      announce(numbers.length ? `${numbers.length} of ${total} matching episodes highlighted` : 'No episodes match');
    } else announce('');
    draw();
  };
  byId('find').addEventListener('input', (/** @type {any} */ { target }) => { if (!target.value) tools.requestSubmit(); });
  tools.onchange = (/** @type {any} */ { target }) => {
    if (target.name != 'colour') return;
    by = colours[target.value];
    hidden = new Set();
    list();
    draw();
  };

  /** Lists the groups. A click on a group hides or shows it. */
  const list = () => {
    legend.replaceChildren(...(by?.groups ?? []).map((name, group) => {
      const count = by?.of.filter((n) => n == group).length;
      const button = node('button', { type: 'button', ariaPressed: 'true' }, node('span', { className: 'swatch ' + hue(group) }), name + ' ',
        node('span', { className: 'count' }, `${count?.toLocaleString('en')}`));
      button.onclick = () => {
        if (!hidden.delete(group)) hidden.add(group);
        button.ariaPressed = String(!hidden.has(group));
        draw();
      };
      return node('li', {}, button);
    }));
  };

  new ResizeObserver(() => {
    ({ clientWidth: width, clientHeight: height } = plane);
    canvas.width = width * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    draw();
  }).observe(plane);
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) matchMedia(query).addEventListener('change', () => draw());
  list();
  map.dataset.ready = '';
}

/**
 * @param {string} tag
 * @param {Record<string, any>} properties
 * @param {...(Node | string)} children
 */
function node(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter(Boolean));
  return made;
}
