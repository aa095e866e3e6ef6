'use strict';
(() => {
  const drawn = [];
  const style = getComputedStyle(document.documentElement);

  /* "$name" in a chart's options is the page's own colour of that name, be it light or dark. */
  const coloured = value => {
    if (typeof value === 'string' && value.startsWith('$')) {
      return style.getPropertyValue('--' + value.slice(1)).trim();
    }
    if (Array.isArray(value)) {
      return value.map(coloured);
    }
    if (value && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, coloured(inner)]));
    }
    return value;
  };

  const draw = () => {
    drawn.splice(0).forEach(chart => chart.dispose());
    document.querySelectorAll('.chart').forEach(place => {
      const option = JSON.parse(document.getElementById(place.id + '-data').textContent);
      const chart = echarts.init(place, null, {renderer: 'svg'});
      chart.setOption(coloured(option));
      drawn.push(chart);
    });
  };

  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  matchMedia('print').addEventListener('change', draw);
  addEventListener('resize', () => drawn.forEach(chart => chart.resize()));
})();
