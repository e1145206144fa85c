// Loads a folder of snapshots with DuckDB, on one thread: times, tags and six counters into a table.
//
//     node load.mjs MODULES DIR        MODULES: folder where npm installed @duckdb/node-api
import { createRequire } from "node:module";

const [modules, dir] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(modules + "/")("@duckdb/node-api");
const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
const connection = await instance.connect();
const counters = ["PagedAllocs", "PagedFrees", "PagedUsedBytes", "NonPagedAllocs", "NonPagedFrees", "NonPagedUsedBytes"];

await connection.run(`CREATE TABLE samples AS SELECT DateTimeUTC, Tag, ${counters.join(", ")}
    FROM read_csv('${dir}/*pool.csv', header = true, delim = ',', quote = '"', columns = {
        DateTime: 'VARCHAR', DateTimeUTC: 'TIMESTAMP', Tag: 'VARCHAR', PagedAllocs: 'BIGINT', PagedFrees: 'BIGINT',
        PagedDiff: 'BIGINT', PagedUsedBytes: 'BIGINT', NonPagedAllocs: 'BIGINT', NonPagedFrees: 'BIGINT',
        NonPagedDiff: 'BIGINT', NonPagedUsedBytes: 'BIGINT', TotalUsedBytes: 'BIGINT' })`);
const rows = (await connection.runAndReadAll("SELECT count(*) FROM samples")).getRows();
console.log(`${rows[0][0]} rows`);
