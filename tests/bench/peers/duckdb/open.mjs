// What the peers in DuckDB share: the bindings, which are installed under build/bench/ by batch.py, and how a query runs.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
const installed = process.env.BENCH_DUCKDB ?? join(here, '../../../../build/bench/duckdb');
const { DuckDBInstance } = createRequire(join(installed, 'package.json'))('@duckdb/node-api');

/** A table in CSV, each of its columns ([name, type]) with its type given. */
export const typedCsv = (source, columns) =>
  `read_csv('${source}', header = true, auto_detect = false, delim = ',', quote = '"', columns = {${columns.map(([n, t]) => `'${n}': '${t}'`).join(', ')}})`;

export const run = async (sql, threads) => {
  const instance = await DuckDBInstance.create(':memory:', { threads });
  const connection = await instance.connect();
  await connection.run(sql);
};
