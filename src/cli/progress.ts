import type { Progress } from '../run/progress.ts';

interface Line {
  finished: number;
  steps: number;
  now: string;
}

/**
 * Tells a person how a run goes. On a terminal one line a topic is drawn over and over: what it does, how far it is,
 * what it waits for. Elsewhere each event is a plain line.
 */
export function watch(stream: NodeJS.WriteStream): { onProgress(progress: Progress): void; stop(): void } {
  const began = performance.now();
  const elapsed = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const terminal = stream.isTTY && process.env.TERM !== 'dumb';
  const lines = new Map<string, Line>();
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;

  const wipe = () => {
    // The terminal may have written ^C at the beginning of the line.
    if (drawn > 0) stream.write(`\r\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };
  const draw = () => {
    wipe();
    const width = Math.max(...[...lines.keys()].map(topic => topic.length));
    const rows = [...lines].map(
      ([topic, { finished, steps, now }]) => `${topic.padEnd(width)}  ${finished}/${steps}  ${now}`,
    );
    for (const row of [...rows, elapsed()]) stream.write(`${row.slice(0, (stream.columns ?? 80) - 1)}\n`);
    drawn = rows.length + 1;
  };
  const say = (text: string) => {
    if (terminal) wipe();
    stream.write(`${text}\n`);
    if (terminal) draw();
  };

  return {
    onProgress(progress) {
      if (progress.event === 'began') {
        for (const [topic, steps] of progress.stepsOf) lines.set(topic, { finished: 0, steps, now: '' });
        say(
          `${progress.resumed ? 'Going on with' : 'Collecting from'} ${progress.vendor}, ${progress.steps} steps, into ${progress.folder}`,
        );
        if (terminal) timer = setInterval(draw, 200).unref();
        return;
      }
      if (progress.event === 'judging') return say(`Judging after ${elapsed()}`);
      if (progress.event === 'reported') return say(`Reported after ${elapsed()}`);
      const line = lines.get(progress.topic);
      const place = `${progress.topic}: ${progress.step}${progress.deployment ? ` (${progress.deployment})` : ''}`;
      if (progress.event === 'said') {
        if (line) line.now = `${progress.step}: ${progress.text}`;
        return terminal ? undefined : say(`${elapsed()}  ${place}: ${progress.text}`);
      }
      if (progress.event === 'step-started') {
        if (line) line.now = progress.step;
        return terminal ? undefined : say(`${elapsed()}  ${place}`);
      }
      if (line) {
        line.finished++;
        line.now = '';
      }
      if (progress.event === 'step-skipped') say(`${elapsed()}  ${place} was left out. ${progress.why}`);
      if (progress.event === 'step-failed')
        say(`${elapsed()}  ${place} failed in this program, not at the vendor:\n${progress.why}`);
    },
    stop() {
      clearInterval(timer);
      if (terminal) wipe();
    },
  };
}
