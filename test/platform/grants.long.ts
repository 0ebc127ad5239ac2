import { OTHER_ROLES, describeGrants } from "../support/grant-roles";

describeGrants("roles", OTHER_ROLES);
