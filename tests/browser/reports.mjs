// The reports that are looked at, and how they are made.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './chromium.mjs';

const IPI = process.env.IPI_BINARY ?? path.join(ROOT, 'build/release/ipi');

/// A form with so many people and events, spread over every ring, role, state and kind of date.
export function crowded(people, events) {
  const roles = ['partner', 'mother', 'father', 'sister', 'brother', 'daughter', 'son', 'friend', 'colleague', 'superior', 'subordinate', 'cared_for', 'clinician'];
  const rings = ['inner', 'middle', 'outer', 'outside', 'unknown'];
  const states = ['current', 'current', 'current', 'ended', 'current', 'deceased'];
  const kinds = ['retirement', 'moved', 'parent_died', 'job_lost', 'child_born', 'separated', 'own_illness', 'money_trouble', 'friend_died', 'pregnancy_loss'];
  const dates = ['2025', '2025-03', '2025-04-12', '2024', '2024-11', '1998', '2011-06', 'unknown', '2025-06', '2026-01'];
  const at = (list, i) => list[i % list.length];
  const tie = (i) => (at(states, i) === 'current' ? `, own_tie: {steadies: ${i % 5}, opens: ${(i + 1) % 5}, helps: ${(i + 2) % 5}, lingers: ${(i * 3) % 5}, exceeds: ${(i * 2) % 5}}` : '');
  const person = (i) => `  - {person: P${i + 1}, role: ${at(roles, i)}, status: ${at(states, i)}, closeness: {before: ${at(rings, i * 3)}, now: ${at(rings, i)}}, important: yes${tie(i)}}`;
  const event = (i) => `  - {event: E${i + 1}, kind: ${at(kinds, i)}, when: ${at(dates, i * 7)}}`;
  const list = (key, count, one) => (count === 0 ? `${key}: []` : [`${key}:`, ...Array.from({ length: count }, (_, i) => one(i))].join('\n'));
  return `form: ipt-initial
id: G-${people}
date: 2026-03-04
onset: 2025-06
respondent: {age: 44, sex: female, language: en}
answers: {intake: {depressive_syndrome: yes}, phq9: [2, 2, 2, 2, 1, 3, 2, 1, 0], gad7: [1, 1, 2, 1, 0, 1, 1]}
${list('relationships', people, person)}
${list('events', events, event)}
complete: {relationships: yes, events: unknown}
`;
}

const GOLDEN = path.join(ROOT, 'tests/golden');

const REPORTS = [
  { name: 'first', form: path.join(ROOT, 'examples/forms/first.yaml') },
  { name: 'red', form: path.join(GOLDEN, 'score/red_violence/form.yaml') },
  { name: 'private', form: path.join(GOLDEN, 'score/red_violence/form.yaml'), options: ['--with-violence', '--notes'] },
  { name: 'nobody', form: path.join(ROOT, 'examples/forms/nobody_named.yaml') },
  { name: 'one', text: crowded(1, 1) },
  { name: 'eight', text: crowded(8, 10) },
  { name: 'crowded', text: crowded(25, 38) },
  { name: 'instrument', form: path.join(GOLDEN, 'report/instrument_alone/form.yaml') },
  { name: 'hostile', form: path.join(GOLDEN, 'report/hostile/form.yaml'), options: ['--notes'] },
  { name: 'compared', form: path.join(GOLDEN, 'report/compare/later.yaml'), options: ['--compare', path.join(GOLDEN, 'report/compare/earlier.yaml')] },
];

/// Writes all of them into the folder; returns {name: file}.
export function write(folder) {
  const files = {};
  for (const { name, form, text, options = [] } of REPORTS) {
    const source = form ?? path.join(folder, `${name}.yaml`);
    if (text) fs.writeFileSync(source, text);
    files[name] = path.join(folder, `${name}.html`);
    const done = spawnSync(IPI, ['report', source, '-o', files[name], ...options], { encoding: 'utf8', env: { HOME: folder, PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' } });
    if (done.status !== 0) throw new Error(`ipi report ${source}: exit ${done.status}\n${done.stderr}`);
  }
  return files;
}
