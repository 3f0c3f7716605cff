// Moments of the recording: a click on a time plays it there. The address may name a moment, as in
// "#t=73", which opens the transcript there. The recording is requested only after a click.

const audio = document.querySelector("audio.player");

// startOf returns the seconds that a fragment such as "#t=73" names, or null.
const startOf = (fragment) => {
  const found = /^#t=(\d+(?:\.\d+)?)$/.exec(fragment);
  return found ? Number(found[1]) : null;
};

// play starts the recording at a time.
const play = (seconds) => {
  const seek = () => {
    audio.currentTime = seconds;
  };
  if (audio.readyState > 0) {
    seek();
  } else {
    audio.addEventListener("loadedmetadata", seek, { once: true });
  }
  audio.play().catch(() => {}); // the browser shows a failure in the player
};

// show scrolls to the part of the transcript that has a time, and opens the transcript.
const show = (seconds) => {
  const parts = [...document.querySelectorAll(".transcript [data-at]")];
  const part = parts.findLast((a) => Number(a.dataset.at) <= seconds);
  if (part) {
    part.closest("details").open = true;
    part.closest("p").scrollIntoView({ block: "center" });
  }
};

const named = () => {
  const at = startOf(location.hash);
  if (at === null) return;
  show(at);
  audio?.addEventListener("play", () => audio.currentTime < 1 && play(at), { once: true });
};

if (audio) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-at]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      history.replaceState(null, "", "#t=" + link.dataset.at);
      play(Number(link.dataset.at));
    }
  });
}
addEventListener("hashchange", named);
named();
