import { HASHTAG_ROLES, describeGrants } from "../support/grant-roles";

describeGrants("the HashtagEngine's roles", HASHTAG_ROLES);
