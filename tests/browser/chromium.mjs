// Debian's Chromium, driven by playwright-core, which tests/run.sh installs below build/browser.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const HERE = path.dirname(fileURLToPath(import.meta.url));
export const ROOT = path.resolve(HERE, '../..');
const MODULES = path.join(ROOT, 'build/browser/');
const PROGRAM = '/usr/bin/chromium';

export function missing() {
  if (!fs.existsSync(PROGRAM)) return `there is no ${PROGRAM}`;
  if (!fs.existsSync(path.join(MODULES, 'node_modules/playwright-core'))) return 'build/browser holds no playwright-core: tests/run.sh installs it';
  return null;
}

export const axeSource = () => fs.readFileSync(path.join(MODULES, 'node_modules/axe-core/axe.min.js'), 'utf8');

/// A browser with a profile of its own; `close` removes it.
export async function open() {
  const { chromium } = createRequire(MODULES)('playwright-core');
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'ipi-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: PROGRAM,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--font-render-hinting=none'],
    viewport: { width: 1280, height: 900 },
    deviceScaleFactor: 1,
  });
  return {
    context,
    async close() {
      await context.close();
      fs.rmSync(profile, { recursive: true, force: true });
    },
  };
}
