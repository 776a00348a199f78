#!/usr/bin/env node
import { appendFileSync } from 'node:fs';

// Stands for Terraform where an interrupt has to arrive at a known moment: notes what happens to it, and goes on to the end.
const command = process.argv.find((argument) => /^(?:init|plan|show|apply)$/.test(argument));
const note = (event) => appendFileSync(process.env.NOTES, `${command} ${event}\n`);

process.on('SIGINT', () => note('interrupted'));
note('started');
if (process.env.ENDLESS === command) setInterval(() => process.stdout.write('x'.repeat(65_536)), 1);
else
  setTimeout(
    () => {
      if (command === 'show') process.stdout.write('{"format_version":"1.2"}');
      process.exitCode = command === 'plan' ? 2 : 0;
      note('ended');
    },
    process.env.SLOW === command ? 1_500 : 0,
  );
