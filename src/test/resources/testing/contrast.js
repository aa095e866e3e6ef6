// The visible texts of the page with less contrast than WCAG 2 asks for at level AA, in words.
() => {
  // A colour in any notation of CSS as [red, green, blue, alpha]: 0 to 255, alpha 0 to 1.
  const pencil = Object.assign(document.createElement('canvas'), {width: 1, height: 1})
    .getContext('2d', {willReadFrequently: true});
  const rgba = (colour, opacity) => {
    pencil.clearRect(0, 0, 1, 1);
    pencil.fillStyle = colour;
    pencil.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pencil.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255 * opacity];
  };
  const over = ([red, green, blue, alpha], under) =>
    [red, green, blue].map((channel, i) => alpha * channel + (1 - alpha) * under[i]);

  // https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
  const luminance = colour => {
    const [red, green, blue] = colour.map(channel => channel / 255)
      .map(channel => channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  // Of an element with all that it is in. (Groups are taken apart: near enough.)
  const opacity = element =>
    element ? getComputedStyle(element).opacity * opacity(element.parentElement) : 1;

  // What an element paints behind texts; null for pictures and gradients, which have no one colour.
  const pictures = 'img, image, canvas, video, iframe, object, embed';
  const paint = element => {
    const style = getComputedStyle(element);
    const colour = element instanceof SVGGeometryElement ? style.fill : style.backgroundColor;
    if (element.matches(pictures) || style.backgroundImage !== 'none' || colour.startsWith('url')) {
      return null;
    }
    const share = element instanceof SVGGeometryElement ? style.fillOpacity : 1;
    return rgba(colour === 'none' ? 'transparent' : colour, share * opacity(element));
  };

  // The text's element and what lies behind it, the nearest first: what is there on the screen, or,
  // where the screen does not show it, what it is in.
  const layers = (element, points) => {
    for (const [x, y] of points) {
      const there = document.elementsFromPoint(x, y);
      if (there.includes(element)) {
        return there.slice(there.indexOf(element));
      }
    }
    return element.parentElement ? [element, ...layers(element.parentElement, [])] : [element];
  };

  // The colour of the page where nothing is painted: by colour scheme.
  document.documentElement.style.outlineColor = 'Canvas';
  const canvas = rgba(getComputedStyle(document.documentElement).outlineColor, 1);
  document.documentElement.style.outlineColor = '';

  const behind = (element, points) => {
    const paints = [];
    for (const layer of layers(element, points)) {
      const painted = paint(layer);
      if (painted === null) {
        return null;
      }
      paints.push(painted);
      if (painted[3] > 0.99) {
        break;
      }
    }
    return paints.reduceRight((under, top) => over(top, under), canvas.slice(0, 3));
  };

  const judge = (element, range, text) => {
    const style = getComputedStyle(element);
    const isSvg = element instanceof SVGElement;
    const matrix = isSvg ? element.getScreenCTM() : {a: 1, b: 0};
    const size = parseFloat(style.fontSize) * Math.hypot(matrix.a, matrix.b);
    const box = [...range.getClientRects()].find(rect => rect.width > 1 && rect.height > 1);
    if (!box) {
      return null;
    }
    const middle = box.top + box.height / 2;
    const points = [Math.min(box.width, size), box.width].map(w => [box.left + w / 2, middle]);
    const ground = behind(element, points);
    if (!ground || isSvg && !/^(rgb|color)/.test(style.fill)) {
      return null;
    }
    const share = opacity(element) * (isSvg ? style.fillOpacity : 1);
    const ink = over(rgba(isSvg ? style.fill : style.color, share), ground);
    const least = size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5;
    const found = contrast(ink, ground);
    const hex = colour => '#' + colour.map(c => Math.round(c).toString(16).padStart(2, '0')).join('');
    return found >= least ? null
      : `${found.toFixed(2)}, at least ${least} expected: ${hex(ink)} on ${hex(ground)}: ${text}`;
  };

  // Else what lets the mouse through would not be found at a point.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { pointer-events: auto !important; }');
  document.adoptedStyleSheets.push(sheet);

  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim().replace(/\s+/g, ' ');
    const element = walker.currentNode.parentElement;
    if (text && element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) {
      element.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
      range.selectNodeContents(walker.currentNode);
      const fault = judge(element, range, text);
      if (fault) {
        faults.push(fault);
      }
    }
  }
  document.adoptedStyleSheets.pop();
  scrollTo(0, 0);
  return faults;
}
