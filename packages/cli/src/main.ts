#!/usr/bin/env node
import { runCommand } from './run-command.ts';

// Whoever reads our output may stop at any time, as `head` does: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await runCommand(process.argv.slice(2), process);
