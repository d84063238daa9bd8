// Keeps a progress bar moving while the worker works; without script the page has a link that asks again.
const EVERY = 1000

export function followProgress () {
  const place = document.querySelector('[data-module="marsoc-progress"]')
  if (place) ask(place)
}

async function ask (place) {
  const response = await fetch(place.dataset.address, { headers: { Accept: 'application/json' } })
  if (!response.ok || response.redirected) return window.location.reload()
  const seen = await response.json()
  if (!seen.working) return window.location.reload()
  show(place, seen)
  window.setTimeout(ask, EVERY, place)
}

function show (place, { label, done, total }) {
  const percent = Math.round((100 * done) / Math.max(total, 1))
  const bar = place.querySelector('progress')
  bar.max = Math.max(total, 1)
  bar.value = done
  bar.setAttribute('aria-label', label)
  place.querySelector('.marsoc-progress__label').firstChild.textContent = `${label}: `
  place.querySelector('.marsoc-progress__text').textContent =
    `${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} (${percent}%)`
}
