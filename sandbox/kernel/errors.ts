/**
 * An error as an AWS service answers it: the wire turns it into the client's modelled exception.
 */
export class AwsError extends Error {
  constructor(
    /** The modelled name, e.g. `ResourceNotFoundException`. */
    readonly code: string,
    message: string,
    /** HTTP status: 4xx blames the caller, 5xx the service. */
    readonly statusCode = 400,
    /** Further members of the modelled error, e.g. `CancellationReasons`. */
    readonly fields: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = code;
  }
}

/** A caller lacks a permission; the code is the service's own name for it. */
export class AccessDenied extends AwsError {
  constructor(message: string, code = "AccessDeniedException", statusCode = 400) {
    super(code, message, statusCode);
  }
}

/**
 * The sandbox does not model something. It is no AWS error and no caller may take it for one: it fails the run, because
 * a silent success would be a lie.
 */
export class Unsupported extends Error {
  constructor(what: string) {
    super(`The sandbox does not support ${what}.`);
    this.name = "Unsupported";
  }
}
