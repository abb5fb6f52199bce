// Draws what the server has decided (Ui/Charts/ChartModel.cs) with ECharts on a canvas. ECharts is loaded with the first chart only.

let loading;
const charts = new Map();

function load(url) {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = done;
    script.onerror = () => failed(new Error('The chart library did not load; load the page again.'));
    document.head.append(script);
  });
  return loading;
}

function colors(host) {
  const style = getComputedStyle(host);
  return name => style.getPropertyValue(`--nj-${name}`).trim();
}

function write(scale, value) {
  const number = value * scale.factor;
  const size = Math.abs(number);
  const digits = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 5;
  return Number(number.toFixed(digits)).toLocaleString('en', { maximumFractionDigits: digits }) + scale.suffix;
}

function points(times, values) {
  return times.map((time, i) => [time, values[i]]);
}

function within(line, stretch) {
  // One more point at each side, so that a stretch of a single sample is a line as well.
  const first = line.times.findIndex(time => time >= stretch.fromMs);
  let last = line.times.findLastIndex(time => time <= stretch.toMs);
  if (first < 0 || last < 0) {
    return [];
  }
  last = Math.max(last, first);
  return points(line.times.slice(Math.max(0, first - 1), last + 2), line.values.slice(Math.max(0, first - 1), last + 2));
}

function bandSeries(line, color) {
  const { times, lower, upper } = line.band;
  const gaps = lower.map((low, i) => low === null || upper[i] === null ? null : upper[i] - low);
  const shared = { type: 'line', stack: `band ${line.name}`, stackStrategy: 'all', symbol: 'none', lineStyle: { opacity: 0 }, silent: true, tooltip: { show: false }, z: 1 };
  return [
    { ...shared, name: 'band', data: points(times, lower) },
    { ...shared, name: 'band', data: points(times, gaps), areaStyle: { color: color('band'), opacity: 1 } },
  ];
}

function lineSeries(line, color) {
  const own = color(`series-${line.color}`);
  const series = line.band ? bandSeries(line, color) : [];
  series.push({
    type: 'line', name: line.name, data: points(line.times, line.values), showSymbol: line.times.length === 1, symbolSize: 4, z: 3,
    lineStyle: { width: 1.5, color: own }, itemStyle: { color: own }, emphasis: { disabled: true },
    markArea: {
      silent: true,
      data: line.abnormal.map(stretch => [{ xAxis: stretch.fromMs, itemStyle: { color: color(stretch.severity), opacity: 0.1 } }, { xAxis: stretch.toMs }]),
    },
  });
  for (const stretch of line.abnormal) {
    series.push({
      type: 'line', name: 'abnormal', data: within(line, stretch), symbol: 'none', silent: true, tooltip: { show: false }, z: 4,
      lineStyle: { width: 3, color: color(stretch.severity) },
    });
  }
  return series;
}

function nearestBand(line, time) {
  const times = line.band?.times ?? [];
  const i = times.findLastIndex(each => each <= time);
  return i < 0 || line.band.lower[i] === null ? null : [line.band.lower[i], line.band.upper[i]];
}

function tooltip(model, items) {
  const time = items[0]?.axisValue;
  if (time === undefined) {
    return '';
  }
  const box = document.createElement('div');
  const head = box.appendChild(document.createElement('div'));
  head.textContent = new Date(time).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });
  head.className = 'nj-tip-time';
  for (const line of model.lines) {
    const item = items.find(each => each.seriesName === line.name);
    if (item && item.value[1] !== null) {
      const row = box.appendChild(document.createElement('div'));
      row.className = `nj-tip-row nj-series-${line.color}`;
      const name = row.appendChild(document.createElement('span'));
      name.textContent = model.lines.length > 1 ? line.name : 'observed';
      row.appendChild(document.createElement('b')).textContent = write(model.scale, item.value[1]);
      const band = nearestBand(line, time);
      if (band) {
        const expected = box.appendChild(document.createElement('div'));
        expected.className = 'nj-tip-expected';
        expected.textContent = `expected ${write(model.scale, band[0])} to ${write(model.scale, band[1])}`;
      }
    }
  }
  return box;
}

function options(host, model) {
  const color = colors(host);
  const values = model.lines.flatMap(line => [...line.values, ...(line.band?.lower ?? []), ...(line.band?.upper ?? [])]).filter(value => value !== null);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const label = { color: color('dim'), fontSize: 11, fontFamily: 'Inter, system-ui, sans-serif' };
  const small = host.clientHeight < 180;
  return {
    animation: false,
    grid: { left: 64, right: 12, top: 10, bottom: 24 },
    xAxis: {
      type: 'time', min: model.fromMs, max: model.toMs, splitNumber: host.clientWidth < 500 ? 3 : 8, axisLabel: { ...label, hideOverlap: true },
      axisLine: { lineStyle: { color: color('line') } }, axisTick: { show: false }, splitLine: { show: false },
      axisPointer: { show: true, snap: false, label: { show: false }, lineStyle: { color: color('dim'), type: 'solid', width: 1 } },
    },
    yAxis: {
      type: 'value', scale: !(low >= 0 && low < high / 2), splitNumber: small ? 2 : 4,
      axisLabel: { ...label, formatter: value => write(model.scale, value) },
      splitLine: { lineStyle: { color: color('grid') } },
    },
    tooltip: {
      trigger: 'axis', confine: true, transitionDuration: 0, padding: [6, 10], borderWidth: 1, borderColor: color('line-strong'),
      backgroundColor: color('surface'), textStyle: { color: color('text'), fontSize: 12, fontFamily: 'Inter, system-ui, sans-serif' },
      formatter: items => tooltip(model, items),
    },
    series: model.lines.flatMap(line => lineSeries(line, color)),
  };
}

function paint(state) {
  state.chart.setOption(options(state.host, state.model), { notMerge: true });
}

// What is chosen of the time shown stays marked, on a chart that goes on showing more.
function showChosen(state) {
  const [left, right] = (state.chosen ?? []).map(at => state.chart.convertToPixel({ xAxisIndex: 0 }, at));
  state.mark.style.cssText = state.chosen ? `display:block;left:${left}px;width:${Math.max(1, right - left)}px` : '';
}

// Dragging across a chart chooses a stretch of time; a click alone changes nothing.
function zoomByDrag(state) {
  const mark = state.mark;
  let start = null;
  const x = event => Math.min(Math.max(event.clientX - state.host.getBoundingClientRect().left, 64), state.host.clientWidth - 12);
  state.host.addEventListener('pointerdown', event => {
    if (event.button === 0) {
      start = x(event);
    }
  });
  state.host.addEventListener('pointermove', event => {
    if (start !== null && Math.abs(x(event) - start) > 4) {
      state.host.setPointerCapture(event.pointerId);
      mark.style.cssText = `display:block;left:${Math.min(start, x(event))}px;width:${Math.abs(x(event) - start)}px`;
    }
  });
  const end = event => {
    const from = start;
    start = null;
    showChosen(state);
    if (event.type === 'pointerup' && from !== null && Math.abs(x(event) - from) > 8) {
      const [one, other] = [from, x(event)].map(at => state.chart.convertFromPixel({ xAxisIndex: 0 }, at));
      state.page.invokeMethodAsync('OnZoom', Math.min(one, other), Math.max(one, other));
    }
  };
  state.host.addEventListener('pointerup', end);
  state.host.addEventListener('pointercancel', end);
}

export async function draw(host, model, group, libraryUrl, page, chosen) {
  await load(libraryUrl);
  if (!host?.isConnected) {
    return; // the page was left while the library loaded
  }
  let state = charts.get(host);
  if (!state) {
    state = { host, model, page, chart: echarts.init(host, null, { renderer: 'canvas' }) };
    state.mark = host.appendChild(document.createElement('div'));
    state.mark.className = 'nj-chart-mark';
    state.size = new ResizeObserver(() => {
      state.chart.resize();
      showChosen(state);
    });
    state.size.observe(host);
    zoomByDrag(state);
    charts.set(host, state);
  }
  state.model = model;
  state.chosen = chosen;
  if (group) {
    state.chart.group = group;
    echarts.connect(group);
  }
  paint(state);
  showChosen(state);
  host.dataset.drawn = 'true';
}

export function dispose(host) {
  const state = charts.get(host);
  state?.size.disconnect();
  state?.chart.dispose();
  charts.delete(host);
}

const repaint = () => charts.forEach(paint);
new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
