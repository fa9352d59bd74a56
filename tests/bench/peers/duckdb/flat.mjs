// Scores the flat forms in DuckDB, with a typed schema and whole numbers or decimals throughout, so that no double decides.
// Usage: node flat.mjs csv|ndjson IN OUT THREADS. Written to be as fast as plain SQL gets: one pass, no joins, each sum
// computed once.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { here, run, typedCsv } from './open.mjs';

const [kind, source, target, threads] = process.argv.slice(2);
const read = (name) => {
  const [header, ...rows] = readFileSync(join(here, '../key', name), 'utf8').trim().split('\n').map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(row.map((value, i) => [header[i], value])));
};
const scales = read('scales.csv').map((s) => ({ ...s, items: s.items.split(' '), reversed: new Set(s.reversed.split(' ')) }));
const rules = read('rules.csv');
const areas = ['north', 'east', 'south', 'west'];
const [minimum, nearTie, secondAtLeast, secondWithin, adult] = [5, 1, 5, 3, 18];
const hundredths = (text) => Math.round(100 * Number(text));

const items = Array.from({ length: 66 }, (_, i) => i + 1);
const columns = [['id', 'VARCHAR'], ['date', 'DATE'], ['respondent.age', 'SMALLINT'], ...items.map((i) => [`flat66.${i}`, 'TINYINT'])];
const input = {
  csv: `SELECT id, date, "respondent.age" AS age, ${items.map((i) => `"flat66.${i}" AS i${i}`).join(', ')}
    FROM ${typedCsv(source, columns)}`,
  ndjson: `SELECT id, date, respondent.age AS age, ${items.map((i) => `answers.flat66."${i}" AS i${i}`).join(', ')}
    FROM read_json('${source}', format = 'newline_delimited', columns = {id: 'VARCHAR', date: 'DATE', respondent: 'STRUCT(age SMALLINT)',
      answers: 'STRUCT(flat66 STRUCT(${items.map((i) => `"${i}" TINYINT`).join(', ')}))'})`,
};

// sum and n of what is answered; lo, hi and d: what the score is, or can still become, as hundredths of lo / d to hi / d.
const total = (s) => s.items.map((i) => (s.reversed.has(i) ? `coalesce(4 - i${i}, 0)` : `coalesce(i${i}, 0)`)).join(' + ');
const count = (s) => s.items.map((i) => `(i${i} IS NOT NULL)::TINYINT`).join(' + ');
const sums = scales.map((s) => `(${total(s)})::INTEGER AS ${s.scale}_sum, (${count(s)})::INTEGER AS ${s.scale}_n`);
const bounds = scales.map((s) => {
  const given = `${s.scale}_n >= ${s.at_least}`;
  return `100 * ${s.scale}_sum AS ${s.scale}_lo, 100 * (${s.scale}_sum + CASE WHEN ${given} THEN 0 ELSE 4 * (${s.items.length} - ${s.scale}_n) END) AS ${s.scale}_hi,
    CASE WHEN ${given} THEN ${s.scale}_n ELSE ${s.items.length} END AS ${s.scale}_d,
    100 * (${s.scale}_sum + 4 * (${s.items.length} - ${s.scale}_n)) AS ${s.scale}_top`;
});
const size = Object.fromEntries(scales.map((s) => [s.scale, s.items.length]));
// With every open answer given, and the highest of them.
const atTop = (r) => `${r.scale}_top ${r.test === 'from' ? '>=' : '<'} ${hundredths(r.threshold) * size[r.scale]}`;
const surely = (r) => (r.test === 'from' ? `${r.scale}_lo >= ${hundredths(r.threshold)} * ${r.scale}_d` : `${r.scale}_hi < ${hundredths(r.threshold)} * ${r.scale}_d`);
const possibly = (r) => (r.test === 'from' ? `${r.scale}_hi >= ${hundredths(r.threshold)} * ${r.scale}_d` : `${r.scale}_lo < ${hundredths(r.threshold)} * ${r.scale}_d`);
const of = (area, ...manners) => rules.filter((r) => r.area === area && manners.includes(r.manner));
const points = (list, test) => list.map((r) => `CASE WHEN ${test(r)} THEN ${r.weight} ELSE 0 END`).join(' + ');
const gate = [`age < ${adult}`, `(${rules.filter((r) => r.manner === 'gate').map(surely).join(' AND ')})`].join(' OR ');
const weighed = areas.map((area) => {
  const offered = [...of(area, 'required').map(surely), ...of(area, 'excludes').map((r) => `NOT (${possibly(r)})`)].join(' AND ');
  const open = [...of(area, 'required').map(possibly), ...of(area, 'excludes').map((r) => `NOT (${surely(r)})`)].join(' AND ');
  const weights = of(area, 'required', 'indicator');
  // Within an area every test on a scale points the same way: the highest answers give the highest points.
  return `${points(weights, surely)} AS ${area}_points, ${offered} AS ${area}_offered,
    (${open}) AND ${points(weights, atTop)} >= ${minimum} AS ${area}_could`;
});
const ranked = areas.map((a) => `CASE WHEN NOT closed AND ${a}_offered THEN ${a}_points ELSE -99 END AS ${a}_rank`);
const could = `NOT closed AND (${areas.map((a) => `${a}_could`).join(' OR ')})`;
const best = `greatest(${areas.map((a) => `${a}_rank`).join(', ')})`;
const leads = (a) => `${a}_rank >= least_lead`;
const leaders = areas.map((a) => `(${leads(a)})::INTEGER`).join(' + ');
const next = `greatest(${areas.map((a) => `CASE WHEN ${leads(a)} THEN -99 ELSE ${a}_rank END`).join(', ')})`;
const atNext = areas.map((a) => `(${a}_rank = next AND NOT (${leads(a)}))::INTEGER`).join(' + ');
// Best first; equals in the order of the model: at most two levels of points share the first place.
const list = (test) => areas.map((a) => `CASE WHEN ${test(a)} THEN '${a} ' ELSE '' END`).join(' || ');
const focus = `CASE WHEN best < ${minimum} THEN '' ELSE rtrim(${list((a) => `${a}_rank = best`)} || ${list((a) => `${leads(a)} AND ${a}_rank < best`)}
    || CASE WHEN second THEN ${list((a) => `${a}_rank = next AND NOT (${leads(a)})`)} ELSE '' END) END`;
const afterSecond = `greatest(${areas.map((a) => `CASE WHEN ${a}_rank >= next THEN -99 ELSE ${a}_rank END`).join(', ')})`;
const outside = `CASE WHEN second THEN ${afterSecond} ELSE next END`;
const verdict = `CASE WHEN best < ${minimum} THEN CASE WHEN could THEN 'not_enough_answered' ELSE 'none' END WHEN leaders > 1 THEN 'choose_with_patient' ELSE 'focus' END`;

// Half away from zero on the exact value: whole millionths, then a decimal.
const value = (s) => `CASE WHEN ${s.scale}_n >= ${s.at_least} THEN ((2000000 * ${s.scale}_sum + ${s.scale}_n) // (2 * ${s.scale}_n)) * 0.000001::DECIMAL(7, 6) END AS "flat66.${s.scale}", ${s.scale}_n AS "flat66.${s.scale}.n"`;
const band = (s) => `CASE WHEN ${s.scale}_n < ${s.at_least} THEN NULL ${[3, 2, 1].map((b) => `WHEN ${s.scale}_lo >= ${hundredths(s[`band_${b}`])} * ${s.scale}_n THEN '${['some', 'raised', 'high'][b - 1]}'`).join(' ')} ELSE 'low' END AS "flat66.${s.scale}.band"`;

const sql = `COPY (
  WITH forms AS (${input[kind]}),
  summed AS (SELECT id, date, age, ${sums.join(', ')} FROM forms),
  bounded AS (SELECT *, ${bounds.join(', ')} FROM summed),
  weighed AS (SELECT *, ${gate} AS closed, ${weighed.join(', ')} FROM bounded),
  ranked AS (SELECT *, ${ranked.join(', ')}, ${could} AS could FROM weighed),
  led AS (SELECT *, ${best} AS best, greatest(${best} - ${nearTie}, ${minimum}) AS least_lead FROM ranked),
  followed AS (SELECT *, ${leaders} AS leaders, ${next} AS next FROM led),
  settled AS (SELECT *, leaders = 1 AND next >= ${secondAtLeast} AND next >= best - ${secondWithin} AND ${atNext} = 1 AS second FROM followed)
  SELECT id, date, ${scales.map((s) => `${value(s)}, ${band(s)}`).join(',\n    ')},
    ${verdict} AS verdict, ${focus} AS suggested_focus, CASE WHEN best >= ${minimum} AND ${outside} > -99 THEN best - ${outside} END AS margin,
    ${areas.map((a) => `${a}_points AS "area.${a}.points"`).join(', ')}
  FROM settled
) TO '${target}' (FORMAT csv, HEADER)`;

await run(sql, threads);
