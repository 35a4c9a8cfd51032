import { createReadStream } from 'node:fs';
import { ListReader } from '../../../src/facts/service-base-urls/list-document.ts';

/** Reads the file named, and prints how many organizations it holds and how many bytes more than before the process held. */
const [file = ''] = process.argv.slice(2);
const idle = process.memoryUsage().rss;
let peak = idle;
const reader = new ListReader();
for await (const piece of createReadStream(file)) {
  reader.push(piece);
  peak = Math.max(peak, process.memoryUsage().rss);
}
reader.endPage();
const { organizations } = reader.read();
peak = Math.max(peak, process.memoryUsage().rss);
let withoutName = 0;
for (const { name } of organizations) if (!name) withoutName++;
peak = Math.max(peak, process.memoryUsage().rss);
process.stdout.write(JSON.stringify({ organizations: organizations.length, withoutName, above: peak - idle }));
