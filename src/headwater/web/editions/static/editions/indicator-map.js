/* The map of an indicator. Without this script the page has a list and a picture; with it, a map
   that the list's names and a menu of areas drive. Nothing is fetched but the page's own GeoJSON. */
(function () {
  'use strict'
  var box = document.getElementById('indicator-map')
  if (!box || !window.maplibregl || !window.fetch) return
  var still = box.querySelector('img')

  function boundsOf (features) {
    var b = [180, 90, -180, -90]
    features.forEach(function (feature) {
      feature.geometry.coordinates.forEach(function (polygon) {
        polygon[0].forEach(function (point) {
          b = [Math.min(b[0], point[0]), Math.min(b[1], point[1]),
            Math.max(b[2], point[0]), Math.max(b[3], point[1])]
        })
      })
    })
    return [[b[0], b[1]], [b[2], b[3]]]
  }

  function hatching () {
    var size = 8
    var pixels = new Uint8Array(size * size * 4)
    for (var y = 0; y < size; y++) {
      for (var x = 0; x < size; x++) {
        var ink = (x + y) % size < 2
        pixels.set(ink ? [80, 90, 95, 255] : [255, 255, 255, 255], (y * size + x) * 4)
      }
    }
    return { width: size, height: size, data: pixels }
  }

  function make (tag, text, classes) {
    var element = document.createElement(tag)
    if (text) element.textContent = text
    if (classes) element.className = classes
    return element
  }

  function controls (features, choose) {
    var label = make('label', 'Show an area on the map', 'govuk-label')
    var menu = make('select', '', 'govuk-select')
    menu.id = 'indicator-map-area'
    label.htmlFor = menu.id
    menu.appendChild(make('option', 'Whole map'))
    menu.firstChild.value = ''
    features.slice().sort(function (a, b) {
      return a.properties.name.localeCompare(b.properties.name)
    }).forEach(function (feature) {
      var option = make('option', feature.properties.name)
      option.value = feature.properties.code
      menu.appendChild(option)
    })
    menu.addEventListener('change', function () { choose(menu.value, true) })
    var words = make('p', 'Choose an area in the menu or the list, or on the map.', 'govuk-body')
    words.setAttribute('role', 'status')
    var group = make('div', '', 'govuk-form-group')
    group.appendChild(label)
    group.appendChild(menu)
    box.insertBefore(group, box.firstChild)
    group.after(words)
    return { menu: menu, words: words }
  }

  function layers () {
    return [
      { id: 'ground', type: 'background', paint: { 'background-color': '#ffffff' } },
      { id: 'areas', type: 'fill', source: 'areas', filter: ['>', ['get', 'class'], 0], paint: { 'fill-color': ['get', 'colour'] } },
      { id: 'edges', type: 'line', source: 'areas', paint: { 'line-color': '#5b7083', 'line-width': 0.6 } },
      { id: 'chosen', type: 'line', source: 'areas', filter: ['==', ['get', 'code'], ''], paint: { 'line-color': '#d4351c', 'line-width': 4 } }
    ]
  }

  function draw (collection) {
    var features = collection.features
    if (!features.length) return
    var byCode = {}
    features.forEach(function (feature) { byCode[feature.properties.code] = feature })
    var holder = make('div', '', 'hw-map')
    holder.style.height = '480px'
    box.insertBefore(holder, still)
    window.maplibregl.setWorkerUrl(box.dataset.worker)
    var map
    try {
      map = new window.maplibregl.Map({
        container: holder,
        style: { version: 8, sources: { areas: { type: 'geojson', data: collection } }, layers: layers() },
        bounds: boundsOf(features),
        fitBoundsOptions: { padding: 16 },
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        cooperativeGestures: true
      })
    } catch (error) {
      // Without WebGL the still picture stays.
      holder.remove()
      return
    }
    still.remove()
    map.addControl(new window.maplibregl.NavigationControl({ showCompass: false }))
    var said = controls(features, choose)
    var calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches ||
      document.documentElement.classList.contains('look-still')

    function choose (code, move) {
      var feature = byCode[code]
      map.setFilter('chosen', ['==', ['get', 'code'], code])
      said.menu.value = feature ? code : ''
      if (!feature) {
        said.words.textContent = 'Whole map.'
        if (move) map.fitBounds(boundsOf(features), { padding: 16, animate: !calm })
        return
      }
      var p = feature.properties
      var value = p.value === null ? p.flag : p.shown + ', class ' + p.class
      said.words.textContent = p.name + ': ' + value + '. '
      var link = make('a', 'Profile of ' + p.name, 'govuk-link')
      link.href = p.page
      said.words.appendChild(link)
      if (move) map.fitBounds(boundsOf([feature]), { padding: 120, maxZoom: 12, animate: !calm })
    }

    map.on('load', function () {
      map.addImage('hatching', hatching())
      map.addLayer({ id: 'none', type: 'fill', source: 'areas', filter: ['==', ['get', 'class'], 0], paint: { 'fill-pattern': 'hatching' } }, 'edges')
      box.dataset.ready = 'yes'
    })
    map.on('click', function (event) {
      var hit = map.queryRenderedFeatures(event.point, { layers: ['areas', 'none'] })
      if (hit.length) choose(hit[0].properties.code, false)
    })
    var codes = {}
    features.forEach(function (feature) { codes[feature.properties.page] = feature.properties.code })
    document.querySelectorAll('.hw-table a').forEach(function (link) {
      var code = codes[link.getAttribute('href')]
      if (!code) return
      link.addEventListener('focus', function () { choose(code, false) })
      link.addEventListener('mouseenter', function () { choose(code, false) })
    })
  }

  window.fetch(box.dataset.geojson, { credentials: 'same-origin' })
    .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(answer.status) })
    .then(draw, function () { /* the list and the picture stay */ })
})()
