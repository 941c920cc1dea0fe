/** An error of the SDK, with the members that the service's error shapes add. */
export interface ServiceAnswer extends Error {
  reason?: string;
  fieldList?: { name: string; message: string }[];
  $metadata?: { httpStatusCode?: number; requestId?: string };
}

/** What the promise is rejected with; an error if it is fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<ServiceAnswer> {
  try {
    await promise;
  } catch (error) {
    return error as ServiceAnswer;
  }
  throw new Error("fulfilled, but a rejection was expected");
}
