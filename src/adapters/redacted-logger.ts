import type { Logger } from '../ports/logger';

/** A logger for warnings and errors of other programs, which may quote what is secret. */
export function redactedLogger(logger: Logger, redact: (text: string) => string): Logger {
  return {
    debug: (message, fields) => {
      logger.debug(message, fields);
    },
    info: (message, fields) => {
      logger.info(message, fields);
    },
    warn: (message, fields) => {
      logger.warn(redact(message), fields);
    },
    error: (message, fields) => {
      logger.error(redact(message), fields);
    },
    group: (title, work) => logger.group(title, work),
  };
}
