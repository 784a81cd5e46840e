// Clips play while they are seen, unless the reader wants no motion; then each has controls.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) target.play().catch(() => { target.controls = true; });
    else target.pause();
  }
}, { threshold: 0.5 });
for (const clip of document.querySelectorAll("video")) {
  if (still) clip.controls = true;
  else seen.observe(clip);
}
