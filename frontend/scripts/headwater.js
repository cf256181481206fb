// Enhancements only: every page works without this file.
//
// Starts GOV.UK Frontend's components; refreshes progress while a task runs; says when the session
// is about to end; keeps what is typed in long boxes until the form has been accepted; saves a part
// of an application while it is written.

import {
  Accordion,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  PasswordInput,
  SkipLink,
  Tabs,
  createAll
} from 'govuk-frontend'

const WARN_BEFORE_SECONDS = 5 * 60
const KEPT = 'headwater:kept:'
const SENT = 'headwater:sent'

function startComponents () {
  for (const component of [
    Accordion, Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, PasswordInput,
    SkipLink, Tabs
  ]) createAll(component)
}

// Shows the question that belongs to the chosen answer. GOV.UK's own script also sets aria-expanded,
// which radio buttons may not carry.
function unfoldRadios () {
  for (const radio of document.querySelectorAll('[type=radio][data-aria-controls]')) {
    document.getElementById(radio.dataset.ariaControls)
      ?.classList.toggle('govuk-radios__conditional--hidden', !radio.checked)
  }
}

// Asks data-poll-url for the same fragment again until it no longer carries data-poll-url.
function watchProgress (place) {
  const seconds = Number(place.dataset.pollSeconds) || 3
  const again = () => window.setTimeout(look, seconds * 1000)
  const look = async () => {
    if (document.hidden) return again()
    let answer
    try {
      answer = await window.fetch(place.dataset.pollUrl, { credentials: 'same-origin' })
    } catch {
      return again()
    }
    if (!answer.ok || answer.redirected) return window.location.reload()
    const fragment = document.createElement('template')
    fragment.innerHTML = await answer.text()
    const next = fragment.content.querySelector('[data-poll-url]')
    if (!next) return window.location.reload()
    place.replaceChildren(...next.childNodes)
    place.dataset.pollUrl = next.dataset.pollUrl
    again()
  }
  again()
}

function warnBeforeSessionEnds () {
  const place = document.querySelector('[data-session-ends-in]')
  const { sessionEndsIn, sessionStayUrl } = place?.dataset ?? {}
  const seconds = Number(sessionEndsIn)
  if (!seconds) return
  window.setTimeout(
    () => showSessionWarning(Math.min(seconds, WARN_BEFORE_SECONDS), sessionStayUrl),
    Math.max(0, seconds - WARN_BEFORE_SECONDS) * 1000
  )
}

function showSessionWarning (secondsLeft, stayUrl) {
  const minutes = Math.max(1, Math.round(secondsLeft / 60))
  const box = document.createElement('div')
  box.className = 'hw-session'
  box.setAttribute('role', 'alert')
  const words = document.createElement('p')
  words.textContent = `You will be signed out in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}` +
    ' because nothing has happened on this page. What you typed in long boxes is kept.'
  const stay = document.createElement('button')
  stay.type = 'button'
  stay.className = 'govuk-button'
  stay.textContent = 'Stay signed in'
  stay.addEventListener('click', async () => {
    try {
      const answer = await window.fetch(stayUrl || window.location.href, { credentials: 'same-origin' })
      if (!answer.ok || answer.redirected) throw new Error('signed out')
      box.remove()
      warnBeforeSessionEnds()
    } catch {
      words.textContent = 'You have been signed out. Sign in again in another tab, then carry on here.'
      stay.remove()
    }
  })
  box.append(words, stay)
  document.body.append(box)
}

function storage () {
  try {
    return window.sessionStorage
  } catch {
    return null
  }
}

function keyOf (box) {
  return `${KEPT}${window.location.pathname}:${box.name}`
}

// Only boxes of forms that are sent, and never where a page says data-keep="no".
function keptBoxes () {
  return [...document.querySelectorAll('form[method=post] textarea[name]')]
    .filter((box) => !box.closest('[data-keep="no"]'))
}

// A page that asks for a password or a code has not taken anything in yet.
function isSignIn () {
  return document.querySelector('[type=password], [autocomplete=one-time-code]') !== null
}

function forgetSent (store) {
  const path = store.getItem(SENT)
  if (path === null || isSignIn()) return
  store.removeItem(SENT)
  for (const key of Object.keys(store)) {
    if (key.startsWith(`${KEPT}${path}:`)) store.removeItem(key)
  }
}

function offerKept (box, kept) {
  box.value = kept
  const note = document.createElement('p')
  note.className = 'hw-kept'
  note.setAttribute('role', 'status')
  note.textContent = 'We put back what you had typed here.'
  box.after(note)
}

function keepTyping () {
  const store = storage()
  if (!store) return
  forgetSent(store)
  for (const box of keptBoxes()) {
    const kept = store.getItem(keyOf(box))
    if (kept !== null && kept !== box.value) offerKept(box, kept)
    box.addEventListener('input', () => store.setItem(keyOf(box), box.value))
    box.form.addEventListener('submit', () => store.setItem(SENT, window.location.pathname))
  }
}

// Whoever signs out leaves nothing behind in this browser.
function forgetAllOnSignOut () {
  for (const form of document.querySelectorAll('[data-forgets-typing]')) {
    form.addEventListener('submit', () => {
      const store = storage()
      if (!store) return
      for (const key of Object.keys(store)) if (key.startsWith(KEPT)) store.removeItem(key)
    })
  }
}

// A workshop on a screen is gone through with the arrow keys, unless somebody types or scrolls.
function turnStagesByKeys () {
  const ways = document.querySelector('[data-turns-by-keys]')
  if (!ways) return
  document.addEventListener('keydown', (event) => {
    const way = { ArrowRight: 'next', ArrowLeft: 'prev' }[event.key]
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey
    if (!way || !isPlain || event.target.closest('input, textarea, select, [role=region]')) return
    ways.querySelector(`[rel=${way}]`)?.click()
  })
}

// Counts the minutes of a stage down, for whoever asks. It goes on when the page is loaded again.
function offerTimer (place) {
  const store = storage()
  const key = `headwater:timer:${window.location.pathname}`
  const button = place.querySelector('button')
  const shown = place.querySelector('[role=timer]')
  const show = () => {
    const ends = Number(store?.getItem(key))
    button.textContent = ends ? 'Stop the timer' : 'Start a timer'
    const left = Math.round((ends - Date.now()) / 1000)
    const clock = `${Math.floor(Math.abs(left) / 60)}:${String(Math.abs(left) % 60).padStart(2, '0')}`
    shown.textContent = !ends ? '' : left < 0 ? `${clock} over` : `${clock} left`
  }
  if (!store) return
  place.hidden = false
  button.addEventListener('click', () => {
    if (store.getItem(key)) store.removeItem(key)
    else store.setItem(key, String(Date.now() + Number(place.dataset.minutes) * 60000))
    show()
  })
  show()
  window.setInterval(show, 1000)
}

// Saves a form some seconds after somebody has typed. The server takes nothing over what somebody
// else saved meanwhile; such an answer is shown when a button is pressed.
function autosave (form) {
  const said = form.querySelector('[data-autosave-said]')
  const wait = Number(form.dataset.autosave) * 1000
  let timer
  let underWay = null
  const save = async () => {
    const typed = new window.FormData(form)
    typed.set('autosave', 'yes')
    try {
      const answer = await window.fetch(form.action || window.location.href, {
        method: 'POST', body: typed, credentials: 'same-origin', redirect: 'error'
      })
      const told = await answer.json()
      if (!told.saved) throw new Error(told.words)
      for (const [key, seen] of Object.entries(told.seen)) {
        const kept = form.elements.namedItem(`seen-${key}`)
        if (kept) kept.value = seen
      }
      said.textContent = told.conflicts.length
        ? 'Saved but for an answer that a colleague changed. Press a button to see both.'
        : 'Saved.'
    } catch {
      said.textContent = 'Not saved just now. Press a button to save.'
    }
  }
  form.addEventListener('input', () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => {
      underWay = save().finally(() => { underWay = null })
    }, wait)
  })
  // A button waits for what is on its way: the page must know what was saved.
  form.addEventListener('submit', (event) => {
    window.clearTimeout(timer)
    if (!underWay) return
    event.preventDefault()
    const { submitter } = event
    underWay.then(() => form.requestSubmit(submitter))
  })
}

// GOV.UK's components start only where the page says that the browser is new enough.
const isNewEnough = 'noModule' in window.HTMLScriptElement.prototype
document.body.classList.add('js-enabled')
document.body.classList.toggle('govuk-frontend-supported', isNewEnough)
if (isNewEnough) startComponents()
unfoldRadios()
document.addEventListener('change', unfoldRadios)
window.addEventListener('pageshow', unfoldRadios)
document.querySelectorAll('[data-poll-url]').forEach(watchProgress)
warnBeforeSessionEnds()
keepTyping()
forgetAllOnSignOut()
turnStagesByKeys()
document.querySelectorAll('[data-minutes]').forEach(offerTimer)
document.querySelectorAll('form[data-autosave]').forEach(autosave)
