// What must be true of a report in a browser. Each check returns the faults that it finds, in words.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { axeSource } from './chromium.mjs';

/// Opens the file and notes whatever the page says, asks for or pops up.
export async function visit(context, file, { width = 1280, scheme = 'light' } = {}) {
  const page = await context.newPage();
  const noted = [];
  page.on('console', (message) => noted.push(`console: ${message.type()} ${message.text()}`));
  page.on('pageerror', (error) => noted.push(`an error on the page: ${error.message}`));
  page.on('dialog', (dialog) => { noted.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (request.url() !== `file://${file}`) noted.push(`a request: ${request.url()}`); });
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme });
  await page.goto(`file://${file}`);
  return { page, noted };
}

export async function accessibility(page) {
  // The page's own policy lets no script in; the tester's are put in from outside of it.
  await page.evaluate(axeSource());
  const result = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.map((one) => `axe: ${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 160)} ${one.nodes[0].failureSummary?.split('\n')[1] ?? ''}`);
}

/// Words of drawings that overlap each other or are cut off, and a page wider than its window.
export function geometry(page) {
  return page.evaluate(() => {
    const faults = [];
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) faults.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${document.documentElement.clientWidth}`);
    for (const svg of document.querySelectorAll('figure svg')) {
      const frame = svg.getBoundingClientRect();
      if (frame.width === 0) continue;
      const texts = [...svg.querySelectorAll('text')].map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() })).filter(({ words }) => words.trim());
      for (const { words, box } of texts) {
        if (box.left < frame.left - 0.5 || box.right > frame.right + 0.5 || box.top < frame.top - 0.5 || box.bottom > frame.bottom + 0.5) faults.push(`'${words}' is cut off`);
      }
      for (let i = 0; i < texts.length; ++i) {
        for (let j = i + 1; j < texts.length; ++j) {
          const [a, b] = [texts[i].box, texts[j].box];
          // Boxes of text hold the room above capitals and below the line; letters themselves are lower.
          const slack = Math.min(a.height, b.height) * 0.22;
          if (a.left < b.right && b.left < a.right && a.top + slack < b.bottom - slack && b.top + slack < a.bottom - slack) faults.push(`'${texts[i].words}' and '${texts[j].words}' overlap`);
        }
      }
    }
    return faults;
  });
}

/// Print: figures fit on a page, what must never shrink is as large as it always is.
export async function print(page, folder, name, format, expected) {
  const faults = [];
  const file = path.join(folder, `${name}-${format}.pdf`);
  await page.pdf({ path: file, format });
  const info = spawnSync('pdfinfo', [file], { encoding: 'utf8' }).stdout;
  const pages = Number(/^Pages: +(\d+)/m.exec(info)[1]);
  const [from, to] = expected;
  if (pages < from || pages > to) faults.push(`${format}: ${pages} pages, expected ${from} to ${to}`);
  const [width, height] = /^Page size: +([\d.]+) x ([\d.]+)/m.exec(info).slice(1).map(Number);
  if (format === 'A4' ? Math.abs(width - 595) > 2 || Math.abs(height - 842) > 2 : width !== 612 || height !== 792) faults.push(`${format}: a page of ${width} x ${height}`);
  const texts = Array.from({ length: pages }, (_, i) => spawnSync('pdftotext', ['-f', `${i + 1}`, '-l', `${i + 1}`, '-layout', file, '-'], { encoding: 'utf8' }).stdout);
  texts.forEach((text, i) => { if (!new RegExp(`${i + 1}\\s*/\\s*${pages}\\s*$`).test(text)) faults.push(`${format}: page ${i + 1} has no number`); });
  const signatures = texts.findIndex((text) => /^ *Agreement *$/m.test(text));
  if (signatures < 0 || !/Patient[\s\S]*Clinician[\s\S]*Supervisor/.test(texts[signatures])) faults.push(`${format}: the signatures do not stand on the page of the agreement`);

  await page.emulateMedia({ media: 'print' });
  const room = { A4: (297 - 14 - 16) * 96 / 25.4, Letter: (279.4 - 14 - 16) * 96 / 25.4 }[format];
  faults.push(...await page.evaluate(([room, format]) => {
    const faults = [];
    for (const figure of document.querySelectorAll('figure')) {
      const { height } = figure.getBoundingClientRect();
      if (height > room) faults.push(`${format}: a figure of ${Math.round(height)} on a page of ${Math.round(room)}`);
      if (height > 0 && getComputedStyle(figure).breakInside !== 'avoid') faults.push('a figure may be cut in two');
    }
    const base = parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (Math.abs(base - 13.333) > 0.01) faults.push(`letters of ${base}px in print`);
    for (const selector of ['#safety .callout p', '#formulation ol p', '#agreement .callout p']) {
      for (const element of document.querySelectorAll(selector)) {
        if (parseFloat(getComputedStyle(element).fontSize) < base) faults.push(`${selector} is smaller than the rest`);
      }
    }
    return faults;
  }, [room, format]));
  await page.emulateMedia({ media: null });
  return faults;
}

/// The share of pixels that look otherwise than on the reference.
export async function difference(context, reference, actual) {
  const page = await context.newPage();
  const share = await page.evaluate(async ([a, b]) => {
    const pixels = async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
      canvas.drawImage(image, 0, 0);
      return canvas.getImageData(0, 0, image.width, image.height);
    };
    const [one, two] = [await pixels(a), await pixels(b)];
    if (one.width !== two.width || Math.abs(one.height - two.height) > 2) return 1;
    const [width, height] = [one.width, Math.min(one.height, two.height)];
    const alike = (i, j) => [0, 1, 2].every((channel) => Math.abs(one.data[i + channel] - two.data[j + channel]) <= 48);
    let differ = 0;
    for (let y = 0; y < height; ++y) {
      for (let x = 0; x < width; ++x) {
        // Where a line of text falls between two pixels, machines round to either: its neighbours are looked at too.
        let found = false;
        for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1) && !found; ++v) {
          for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1) && !found; ++u) {
            found = alike((y * width + x) * 4, (v * width + u) * 4);
          }
        }
        if (!found) ++differ;
      }
    }
    return differ / (width * height);
  }, [fs.readFileSync(reference, 'base64'), actual.toString('base64')]);
  await page.close();
  return share;
}
