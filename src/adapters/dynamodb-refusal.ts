import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';

const REFUSALS =
  /^(?:AccessDenied|ResourceNotFound|Validation|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|ExpiredToken|MissingAuthenticationToken)/;

/** Whether DynamoDB will refuse this again, so that nobody need try; whatever else happens may pass. */
export function isRefusalOfDynamoDb(error: unknown): error is DynamoDBServiceException {
  return error instanceof DynamoDBServiceException && REFUSALS.test(error.name);
}
