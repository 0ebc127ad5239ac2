export { identifyService } from "./identify-service";
export { serviceWire } from "./service";
export { verifySignature, type SignatureScope, type SigningCredentials } from "./signature";
export { WireError, type ServiceError, type ServiceWire, type WireRequest, type WireResponse } from "./types";
