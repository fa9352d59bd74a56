// Scores the three questionnaires in DuckDB, with a typed schema, in one pass: totals where all is answered, how much is,
// bands for the ages that they hold for, and whether thoughts of death are reported or were not asked.
// Usage: node questionnaire.mjs IN.csv OUT.csv THREADS
import { run, typedCsv } from './open.mjs';

const [source, target, threads] = process.argv.slice(2);
const numbered = (count) => Array.from({ length: count }, (_, i) => String(i + 1));
// Bands from the highest down, each with the least total that it has.
const scales = [
  { id: 'phq9', items: numbered(9), age: 18, bands: [[20, 'severe'], [15, 'moderately severe'], [10, 'moderate'], [5, 'mild'], [0, 'minimal']] },
  { id: 'gad7', items: numbered(7), age: 18, bands: [[15, 'severe'], [10, 'moderate'], [5, 'mild'], [0, 'minimal']] },
  { id: 'ucla3', items: ['companionship', 'left_out', 'isolated'], age: 52, bands: [[6, 'lonely'], [3, 'not lonely']] },
];
const column = (s, item) => `"${s.id}.${item}"`;
const columns = [['id', 'VARCHAR'], ['date', 'DATE'], ['respondent.age', 'SMALLINT'], ...scales.flatMap((s) => s.items.map((i) => [`${s.id}.${i}`, 'TINYINT']))];

// A sum with a NULL in it is NULL: a total is given for complete answers only.
const sums = scales.map((s) => `(${s.items.map((i) => column(s, i)).join(' + ')})::INTEGER AS ${s.id}_total,
    (${s.items.map((i) => `(${column(s, i)} IS NOT NULL)::TINYINT`).join(' + ')})::INTEGER AS ${s.id}_n`);
const scores = scales.map((s) => `${s.id}_total AS "${s.id}.total", ${s.id}_n AS "${s.id}.total.n",
    CASE WHEN ${s.id}_total IS NULL OR age < ${s.age} THEN NULL ${s.bands.map(([least, label]) => `WHEN ${s.id}_total >= ${least} THEN '${label}'`).join(' ')} END AS "${s.id}.total.band"`);

await run(`COPY (
  WITH summed AS (SELECT id, date, "respondent.age" AS age, "phq9.9" AS thoughts, ${sums.join(',\n    ')} FROM ${typedCsv(source, columns)})
  SELECT id, date, ${scores.join(',\n    ')},
    CASE WHEN thoughts IS NULL OR thoughts >= 1 THEN 'amber' ELSE 'nothing_reported' END AS safety
  FROM summed
) TO '${target}' (FORMAT csv, HEADER)`, threads);
