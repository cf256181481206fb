// Keeps what a register says on this phone until the server has it, and wipes it on signing out.
//
// Every record has an id that is made here. The server stores each id once, so whatever was not
// answered is sent again, from as many tabs and as often as it takes.

const NAME = 'headwater-register'
const STORE = 'records'
const BATCH = 200
const AGAIN_SECONDS = 30
const LETTERS = '23456789BCDFGHJKMNPQRSTVWXYZ'
const WAITING = 'waiting'
const REFUSED = 'refused'

function asked (request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

let opened
function store () {
  opened ||= asked(Object.assign(window.indexedDB.open(NAME, 1), {
    onupgradeneeded (event) { event.target.result.createObjectStore(STORE, { keyPath: 'id' }) }
  }))
  return opened
}

async function change (work) {
  const transaction = (await store()).transaction(STORE, 'readwrite', { durability: 'strict' })
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve
    transaction.onerror = transaction.onabort = () => reject(transaction.error)
  })
  work(transaction.objectStore(STORE))
  await done
}

async function kept () {
  const transaction = (await store()).transaction(STORE, 'readonly')
  const rows = await asked(transaction.objectStore(STORE).getAll())
  return rows.sort((one, other) => one.order - other.order)
}

// Ids and codes are random by the browser's own means: nobody guesses one from another.
function newId () {
  if (window.crypto.randomUUID) return window.crypto.randomUUID()
  const bytes = window.crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 15) | 64
  bytes[8] = (bytes[8] & 63) | 128
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function newCode () {
  const letters = []
  while (letters.length < 6) {
    const [byte] = window.crypto.getRandomValues(new Uint8Array(1))
    if (byte < 252) letters.push(LETTERS[byte % LETTERS.length])
  }
  return `${letters.slice(0, 3).join('')}-${letters.slice(3).join('')}`
}

class Register {
  constructor (root) {
    this.root = root
    this.place = { award: root.dataset.award, owner: root.dataset.owner, url: root.dataset.sync }
    this.state = document.querySelector('[data-register-state]')
    this.list = document.querySelector('[data-register-list]')
    this.session = root.querySelector('[data-register-session]')
    this.person = document.querySelector('[data-register-person]')
    this.problem = ''
    this.sent = 0
  }

  async start () {
    this.session.addEventListener('submit', (event) => this.takeSession(event))
    this.person?.addEventListener('submit', (event) => this.takePerson(event))
    window.addEventListener('online', () => this.flush())
    window.setInterval(() => this.flush(), AGAIN_SECONDS * 1000)
    await this.showNewPeople()
    await this.show()
    await this.flush()
  }

  async save (records) {
    const at = Date.now()
    const rows = records.map((record, place) => ({
      id: record.id, order: at * 1000 + place, state: WAITING, words: '', ...this.place, record
    }))
    await change((rowsOf) => rows.forEach((row) => rowsOf.put(row)))
    this.problem = ''
    await this.show()
  }

  async takeSession (event) {
    event.preventDefault()
    const records = this.readSession()
    if (!records) return
    await this.save(records)
    this.session.reset()
    this.state.scrollIntoView({ block: 'center' })
    await this.flush()
  }

  readSession () {
    const given = new FormData(this.session)
    const marks = [...this.session.querySelectorAll('[data-register-mark]')]
      .map((row) => this.readMark(row, given)).filter(Boolean)
    const wrong = this.wrongWith(given, marks)
    if (wrong) {
      this.say(wrong, true)
      return null
    }
    const known = given.get('session')
    const id = known || newId()
    const at = new Date().toISOString()
    const session = {
      kind: 'session',
      id,
      held_on: this.day(given),
      activity: given.get('activity').trim(),
      minutes: Number(given.get('minutes'))
    }
    const said = marks.map((mark) => ({ ...mark, kind: 'mark', id: newId(), session: id, at }))
    return known ? said : [session, ...said]
  }

  wrongWith (given, marks) {
    const nameless = marks.find((mark) => mark.state === 'absent' && !mark.reason)
    if (nameless) return 'Choose why each person was absent. Not known is one of the answers.'
    if (given.get('session')) return marks.length ? '' : 'Choose present, late or absent.'
    if (!this.day(given)) return 'Enter the day of the session.'
    if (!given.get('activity').trim()) return 'Say in a few words what you did.'
    const minutes = Number(given.get('minutes'))
    return Number.isInteger(minutes) && minutes > 0 && minutes <= 1440
      ? ''
      : 'Enter how many minutes the session took.'
  }

  day (given) {
    const parts = ['year', 'month', 'day'].map((part) => Number(given.get(`held_on_${part}`)))
    const found = new Date(Date.UTC(parts[0], parts[1] - 1, parts[2]))
    const isDay = found.getUTCMonth() === parts[1] - 1 && found.getUTCDate() === parts[2]
    return isDay ? found.toISOString().slice(0, 10) : ''
  }

  readMark (row, given) {
    const person = row.dataset.registerMark
    const state = given.get(`mark_${person}`)
    if (!state) return null
    const reason = state === 'absent' ? given.get(`reason_${person}`) : ''
    return { participant: person, state, reason, corrects: [] }
  }

  async takePerson (event) {
    event.preventDefault()
    const given = new FormData(this.person)
    const wanted = ['age_band', 'referral', 'consent', 'lawful_basis']
    if (!wanted.every((name) => given.get(name))) {
      this.say('Answer every question about the new person.', true)
      return
    }
    const today = new Date()
    const record = {
      kind: 'participant',
      id: newId(),
      code: newCode(),
      started_on: new Date(today - today.getTimezoneOffset() * 60000).toISOString().slice(0, 10),
      age_band: given.get('age_band'),
      area_code: given.get('area_code') || '',
      referral: given.get('referral'),
      consent: given.get('consent'),
      lawful_basis: given.get('lawful_basis'),
      needs: []
    }
    await this.save([record])
    this.addRow(record)
    this.person.reset()
    this.person.closest('details')?.removeAttribute('open')
    this.say(`Added. The code is ${record.code}: write it beside the name in your own list.`)
    await this.flush()
  }

  // People who were added here and are not on the page as the server last gave it.
  async showNewPeople () {
    for (const row of await kept()) {
      if (row.award === this.place.award && row.record.kind === 'participant') this.addRow(row.record)
    }
  }

  addRow ({ id, code, age_band: age }) {
    if (this.session.querySelector(`[data-register-mark="${id}"]`)) return
    const drawn = document.querySelector('[data-register-row]').innerHTML
      .replaceAll('__ID__', id).replaceAll('__CODE__', code)
    const holder = document.createElement('template')
    holder.innerHTML = drawn
    holder.content.querySelector('[data-register-age]').textContent = age.replace('-', ' to ')
    this.session.querySelector('[data-register-rows]').append(holder.content)
    this.session.querySelector('[data-register-nobody]')?.remove()
  }

  // One tab sends at a time where the browser can see to it; two at once would do no harm.
  async flush () {
    if (this.isSending) return
    this.isSending = true
    try {
      const locks = window.navigator.locks
      await (locks ? locks.request(NAME, () => this.sendAll()) : this.sendAll())
    } finally {
      this.isSending = false
      await this.show()
    }
  }

  async sendAll () {
    const rows = (await kept()).filter((row) => row.state === WAITING)
    const addresses = new Set(rows.map((row) => row.url))
    for (const url of addresses) {
      const here = rows.filter((row) => row.url === url)
      for (let from = 0; from < here.length; from += BATCH) {
        if (!await this.send(url, here.slice(from, from + BATCH))) return
      }
    }
  }

  async send (url, rows) {
    let answer, told
    try {
      const open = await window.fetch(url, { credentials: 'same-origin', cache: 'no-store' })
      const { token, who, words } = await open.json()
      if (!open.ok) return this.stop(words)
      if (rows.some((row) => row.owner !== who)) {
        return this.stop('Somebody else saved this here. It is sent when they sign in again.')
      }
      answer = await window.fetch(url, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token },
        body: JSON.stringify({ records: rows.map((row) => row.record) })
      })
      told = await answer.json()
    } catch {
      return this.stop('')
    }
    if (!answer.ok) return this.stop(told.words)
    await this.settle(rows, told.answers)
    await this.keepPage()
    return true
  }

  // What was sent is gone from here, so the page that is kept has to know it.
  async keepPage () {
    try {
      const pages = await window.caches.open('headwater-register-pages')
      await pages.add(window.location.pathname)
    } catch {
      // There is no store for pages, or the signal went: the page is kept when it is next opened.
    }
  }

  stop (words) {
    this.problem = words || ''
    return false
  }

  async settle (rows, answers) {
    const fate = new Map(answers.map((each) => [each.id, each]))
    const gone = rows.filter((row) => ['stored', 'again'].includes(fate.get(row.id)?.outcome))
    const refused = rows.filter((row) => fate.get(row.id)?.outcome === REFUSED)
    await change((records) => {
      gone.forEach((row) => records.delete(row.id))
      refused.forEach((row) => records.put({ ...row, state: REFUSED, words: fate.get(row.id).words }))
    })
    this.sent += gone.length
    const words = answers.filter((each) => each.outcome === 'stored' && each.words)
    if (words.length) this.say(words.map((each) => each.words).join(' '))
  }

  async show () {
    const rows = (await kept()).filter((row) => row.award === this.place.award)
    const waiting = rows.filter((row) => row.state === WAITING)
    const refused = rows.filter((row) => row.state === REFUSED)
    this.root.dataset.registerWaiting = waiting.length
    this.list.replaceChildren(...refused.map((row) => this.refusal(row)))
    if (waiting.length) {
      const many = waiting.length === 1 ? '1 entry is' : `${waiting.length} entries are`
      const why = this.problem || 'They go as soon as there is a signal.'
      this.mark('saved', `${many} saved on this phone and not sent yet. ${why}`)
    } else {
      const words = this.sent ? 'Sent. Nothing waits on this phone.' : 'Nothing waits on this phone.'
      this.mark('sent', words)
    }
  }

  mark (kind, words) {
    this.state.dataset.registerState = kind
    this.state.querySelector('[data-register-words]').textContent = words
  }

  refusal (row) {
    const item = document.createElement('li')
    item.textContent = `${row.words} `
    const drop = document.createElement('button')
    drop.type = 'button'
    drop.className = 'hw-link-button'
    drop.textContent = 'Delete this entry'
    drop.addEventListener('click', async () => {
      await change((records) => records.delete(row.id))
      await this.show()
    })
    item.append(drop)
    return item
  }

  say (words, isProblem = false) {
    const place = document.querySelector('[data-register-said]')
    place.textContent = words
    place.classList.toggle('govuk-error-message', isProblem)
    place.scrollIntoView({ block: 'center' })
  }
}

// Nothing of a register stays on a phone whose owner signs out. What was not sent is asked about.
async function wipeOn (form) {
  const waiting = (await kept()).length
  const words = `${waiting} on this phone were not sent. Signing out deletes them. Go on?`
  if (waiting && !window.confirm(words)) return
  await change((records) => records.clear())
  for (const name of await window.caches?.keys() ?? []) await window.caches.delete(name)
  for (const worker of await window.navigator.serviceWorker?.getRegistrations() ?? []) {
    await worker.unregister()
  }
  form.dataset.registerWiped = 'yes'
  form.requestSubmit()
}

function start () {
  for (const form of document.querySelectorAll('form[action$="/apply/sign-out/"]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.registerWiped) return
      event.preventDefault()
      event.stopImmediatePropagation()
      wipeOn(form)
    }, { capture: true })
  }
  const root = document.querySelector('[data-register]')
  if (!root || !window.indexedDB) return
  window.navigator.storage?.persist?.()
  window.navigator.serviceWorker?.register(root.dataset.worker)
  new Register(root).start()
}

start()
