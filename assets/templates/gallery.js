// Everything plays without this file; it adds keys, beats that are marked as they pass, links to a moment, copying.
"use strict";

const FRAME = 1 / 30;
const clips = [...document.querySelectorAll("article")].map((article) => ({
  article,
  video: article.querySelector("video"),
  beats: [...article.querySelectorAll("[data-start]")],
}));

const seek = (video, seconds) => {
  video.currentTime = Math.max(0, Math.min(seconds, video.duration || seconds));
};

const playFrom = (video, seconds) => {
  const start = () => {
    seek(video, seconds);
    video.play().catch(() => {}); // a browser that wants a click first has its own button
  };
  if (video.readyState) start();
  else {
    video.addEventListener("loadedmetadata", start, { once: true });
    video.load();
  }
};

// A moment after its start, where the line before it is surely over.
const startOf = (beat) => Number(beat.dataset.start) + 0.01;

const beatAt = ({ beats, video }) => beats.findLastIndex((beat) => Number(beat.dataset.start) <= video.currentTime);

for (const clip of clips) {
  const { video, beats } = clip;
  video.addEventListener("play", () => {
    for (const other of clips) if (other !== clip) other.video.pause();
  });
  video.addEventListener("timeupdate", () => {
    const now = beatAt(clip);
    beats.forEach((beat, index) => {
      if (index === now) beat.setAttribute("aria-current", "true");
      else beat.removeAttribute("aria-current");
    });
  });
  for (const beat of beats)
    beat.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      playFrom(video, startOf(beat));
      video.focus({ preventScroll: true });
      history.replaceState(null, "", `#${clip.article.id}&t=${Number(beat.dataset.start).toFixed(1)}`);
    });
}

const KEYS = {
  " ": ({ video }) => (video.paused ? video.play() : video.pause()),
  ArrowLeft: ({ video }) => seek(video, video.currentTime - 5),
  ArrowRight: ({ video }) => seek(video, video.currentTime + 5),
  j: ({ video }) => seek(video, video.currentTime - 10),
  l: ({ video }) => seek(video, video.currentTime + 10),
  ",": ({ video }) => seek(video, video.currentTime - FRAME),
  ".": ({ video }) => seek(video, video.currentTime + FRAME),
  p: (clip) => seek(clip.video, startOf(clip.beats[Math.max(beatAt(clip) - 1, 0)])),
  n: (clip) => seek(clip.video, startOf(clip.beats[Math.min(beatAt(clip) + 1, clip.beats.length - 1)])),
  "<": ({ video }) => (video.playbackRate = Math.max(video.playbackRate - 0.25, 0.25)),
  ">": ({ video }) => (video.playbackRate = Math.min(video.playbackRate + 0.25, 3)),
  m: ({ video }) => (video.muted = !video.muted),
  c: ({ video }) => {
    const [captions] = video.textTracks;
    captions.mode = captions.mode === "showing" ? "hidden" : "showing";
  },
  f: ({ video }) => (document.fullscreenElement ? document.exitFullscreen() : video.requestFullscreen()),
};
KEYS.k = KEYS[" "];

document.addEventListener(
  "keydown",
  (event) => {
    const clip = clips.find(({ video }) => video === document.activeElement);
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input:not([type=radio]), textarea")) return;
    if (event.key === "?") document.querySelector("#keys").open = true;
    else if (!clip) return;
    else if (/^\d$/.test(event.key)) seek(clip.video, (clip.video.duration * Number(event.key)) / 10);
    else if (KEYS[event.key]) KEYS[event.key](clip);
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "?") document.querySelector("#keys").scrollIntoView();
  },
  true,
);

// #clock&t=3.2 shows a clip at a moment.
const follow = () => {
  const [name, moment] = location.hash.slice(1).split("&t=");
  const clip = clips.find(({ article }) => article.id === name);
  if (!clip || moment === undefined) return;
  clip.article.scrollIntoView();
  playFrom(clip.video, Number(moment) || 0);
};
window.addEventListener("hashchange", follow);
follow();

for (const block of document.querySelectorAll("pre")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.querySelector("code").textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(block.querySelector("code"));
      button.textContent = "Selected";
    }
  });
  block.append(button);
}
