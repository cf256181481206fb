// Keeps the register's page on a phone, so that it opens where there is no signal.
//
// Works below /deliver/ only. The server puts the list of assets above this file.

const PAGES = 'headwater-register-pages'
const ASSETS = 'headwater-register-assets'
const REGISTER = /^\/deliver\/[\w-]+\/register\/$/
const AWAY = `<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>No signal</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>There is no signal</h1><p>This page needs one. The register works without:
go back and open it.</p></main></body></html>`

self.addEventListener('install', (event) => {
  const kept = self.caches.open(ASSETS).then((cache) => cache.addAll(self.registerAssets || []))
  event.waitUntil(kept.then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const address = new URL(request.url)
  if (request.method !== 'GET' || address.origin !== self.location.origin) return
  if ((self.registerAssets || []).includes(address.pathname)) event.respondWith(asset(request))
  else if (request.mode === 'navigate') event.respondWith(page(request, address))
})

async function asset (request) {
  const cache = await self.caches.open(ASSETS)
  const known = await cache.match(request, { ignoreSearch: true })
  if (known) return known
  const fresh = await self.fetch(request)
  if (fresh.ok) await cache.put(request, fresh.clone())
  return fresh
}

async function page (request, address) {
  const isRegister = REGISTER.test(address.pathname)
  try {
    const fresh = await self.fetch(request)
    if (isRegister && fresh.ok && !fresh.redirected) {
      const cache = await self.caches.open(PAGES)
      await cache.put(address.pathname, fresh.clone())
    }
    return fresh
  } catch {
    const cache = await self.caches.open(PAGES)
    const known = isRegister ? await cache.match(address.pathname) : undefined
    const headers = { 'Content-Type': 'text/html; charset=utf-8' }
    return known || new Response(AWAY, { status: 503, headers })
  }
}
