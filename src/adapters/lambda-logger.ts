import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import type { LogFields, Logger } from '../ports/logger';

/** Structured logs of a Lambda function, one JSON object for each line. */
export function lambdaLogger(service: string): Logger {
  const logger = new PowertoolsLogger({ serviceName: service });
  const log: Logger = {
    debug: (message: string, fields: LogFields = {}) => {
      logger.debug(message, fields);
    },
    info: (message: string, fields: LogFields = {}) => {
      logger.info(message, fields);
    },
    warn: (message: string, fields: LogFields = {}) => {
      logger.warn(message, fields);
    },
    error: (message: string, fields: LogFields = {}) => {
      logger.error(message, fields);
    },
    // Logs of CloudWatch know no folds.
    group: (title, work) => {
      log.info(title);
      return work();
    },
  };
  return log;
}
