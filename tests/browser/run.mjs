#!/usr/bin/env node
// Reports in a real Chromium: run.mjs [--update] [--seed-fault]
//
// --update writes the reference pictures anew: look at them. --seed-fault breaks a report in every way that is looked for,
// and fails unless each fault is found. Exit code 77: something that is needed is not installed.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { HERE, missing, open } from './chromium.mjs';
import { accessibility, difference, geometry, print, visit } from './checks.mjs';
import { write } from './reports.mjs';

const PICTURES = path.join(HERE, 'pictures');
const TOLERANCE = 0.015;  // of the pixels; other versions of the browser draw edges otherwise

// Pages of paper, A4 and Letter alike: from, to.
const PAGES = { first: [6, 8], red: [6, 8], private: [6, 9], nobody: [5, 8], crowded: [6, 9], instrument: [1, 2], compared: [7, 10] };

// What the reference pictures show: report, part of it, width, scheme.
const SHOTS = [
  ['first', 'about', '#about', 1280, 'light'],
  ['first', 'circle', '#circle figure', 1280, 'light'],
  ['eight', 'circle-dark', '#circle figure', 1280, 'dark'],
  ['crowded', 'circle', '#circle figure', 1280, 'light'],
  ['crowded', 'circle-narrow', '#circle figure', 390, 'light'],
  ['eight', 'timeline', '#timeline figure', 1280, 'light'],
  ['instrument', 'safety-narrow-dark', '#safety', 390, 'dark'],
];

const why = missing();
if (why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ipi-reports-'));
const browser = await open();
let looked = 0;
const faults = [];

async function lookAt(name, file) {
  for (const width of [390, 1280]) {
    for (const scheme of ['light', 'dark']) {
      const { page, noted } = await visit(browser.context, file, { width, scheme });
      const found = [...noted, ...await accessibility(page), ...await geometry(page)];
      faults.push(...found.map((fault) => `${name}, ${width} wide, ${scheme}: ${fault}`));
      ++looked;
      await page.close();
    }
  }
}

async function printOut(name, file) {
  for (const format of ['A4', 'Letter']) {
    const { page } = await visit(browser.context, file);
    faults.push(...(await print(page, folder, name, format, PAGES[name])).map((fault) => `${name}: ${fault}`));
    await page.close();
  }
}

async function compare(files, update) {
  fs.mkdirSync(PICTURES, { recursive: true });
  for (const [name, part, selector, width, scheme] of SHOTS) {
    const reference = path.join(PICTURES, `${name}-${part.replace(/[^a-z-]+/g, '')}.png`);
    const { page } = await visit(browser.context, files[name], { width, scheme });
    const actual = await page.locator(selector).screenshot();
    await page.close();
    if (update) {
      fs.writeFileSync(reference, actual);
      continue;
    }
    const share = await difference(browser.context, reference, actual);
    if (share <= TOLERANCE) continue;
    const kept = path.join(os.tmpdir(), path.basename(reference));
    fs.writeFileSync(kept, actual);
    faults.push(`${path.basename(reference)}: ${(share * 100).toFixed(1)} % of it look otherwise; what it looks like now: ${kept}`);
  }
}

/// Every kind of fault, put into a sound report.
async function seeded(files) {
  const sound = fs.readFileSync(files.eight, 'utf8');
  const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/;
  const seeds = {
    'a request': sound.replace(policy, '').replace('</main>', '<img alt="" src="http://127.0.0.1:9/x.png"></main>'),
    'a dialog': sound.replace(policy, '').replace('</main>', '<script>alert(1)</script></main>'),
    'console': sound.replace('</main>', '<script>1</script></main>'),  // the policy refuses it, and the browser says so
    'color-contrast': sound.replace('--ink: #1f2831', '--ink: #c8c8c8').replace(policy, ''),
    'overlap': sound.replace(/(<text class="" x=")[\d.]+(" y=")[\d.]+(")/g, '$1100$2100$3'),
    'is cut off': sound.replace(/(<text class="" x=")[\d.]+/, '$1-90'),
    'wide in a window': sound.replace('</main>', '<pre>' + 'x'.repeat(4000) + '</pre></main>').replace('overflow-wrap: anywhere', '').replace(policy, ''),
  };
  for (const [fault, text] of Object.entries(seeds)) {
    const file = path.join(folder, 'seeded.html');
    fs.writeFileSync(file, text);
    faults.length = 0;
    await lookAt('seeded', file);
    if (!faults.some((line) => line.includes(fault))) throw new Error(`not found: ${fault}\n${faults.join('\n')}`);
    console.log(`found: ${faults.find((line) => line.includes(fault)).slice(0, 140)}`);
  }
  fs.writeFileSync(path.join(folder, 'seeded.html'), sound.replace('break-inside: avoid', 'break-inside: auto').replace('max-height: 222mm', 'max-height: 900mm').replace(policy, '').replace(/viewBox="0 0 760 [\d.]+"/, 'viewBox="0 0 760 2600"'));
  faults.length = 0;
  PAGES.seeded = [1, 1];
  await printOut('seeded', path.join(folder, 'seeded.html'));
  for (const fault of ['pages, expected', 'a figure of', 'cut in two']) {
    if (!faults.some((line) => line.includes(fault))) throw new Error(`not found in print: ${fault}\n${faults.join('\n')}`);
  }
  const blank = await difference(browser.context, path.join(PICTURES, 'first-circle.png'), fs.readFileSync(path.join(PICTURES, 'crowded-circle.png')));
  if (blank <= TOLERANCE) throw new Error('two different pictures count as the same');
  faults.length = 0;
}

try {
  const files = write(folder);
  if (process.argv.includes('--seed-fault')) {
    await seeded(files);
    console.log('browser: every seeded fault was found');
  } else {
    for (const [name, file] of Object.entries(files)) await lookAt(name, file);
    for (const name of Object.keys(PAGES)) await printOut(name, files[name]);
    await compare(files, process.argv.includes('--update'));
    for (const fault of faults) console.log(`FAILED ${fault}`);
    console.log(`browser: ${looked} views of ${Object.keys(files).length} reports, ${Object.keys(PAGES).length * 2} printed, ${SHOTS.length} pictures, ${faults.length} faults`);
  }
} finally {
  await browser.close();
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(faults.length > 0 ? 1 : 0);
