// For each element that matches: how many SVG shapes are drawn in it.
selector => {
  const shapes = 'path, rect, circle, ellipse, line, polyline, polygon';
  const isDrawn = shape => {
    const box = shape.getBoundingClientRect();
    const style = getComputedStyle(shape);
    return (box.width > 1 || box.height > 1)
      && (style.fill !== 'none' || style.stroke !== 'none')
      && shape.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})
      && !shape.closest('defs, clipPath, mask, pattern, marker, symbol');
  };
  return [...document.querySelectorAll(selector)]
    .map(element => [...element.querySelectorAll(shapes)].filter(isDrawn).length);
}
