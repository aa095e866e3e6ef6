// For each element that matches: how many SVG shapes are drawn in it. (Those of definitions have no box.)
selector => {
  const shapes = 'path, rect, circle, ellipse, line, polyline, polygon';
  const isDrawn = shape => {
    const box = shape.getBoundingClientRect();
    const style = getComputedStyle(shape);
    return (box.width > 1 || box.height > 1)
      && (style.fill !== 'none' || style.stroke !== 'none')
      && shape.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
  };
  return [...document.querySelectorAll(selector)]
    .map(element => [...element.querySelectorAll(shapes)].filter(isDrawn).length);
}
