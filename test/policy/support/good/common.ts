/** A key of the data account's, as resources name it. */
export const key = "arn:aws:kms:ap-south-1:222222222222:key/mrk-0123456789abcdef0123456789abcdef";

/** What every provider of the program says, for resources that a mutation adds. */
export const provider = {
  region: "ap-south-1",
  allowedAccountIds: '["222222222222"]',
  defaultTags: '{"tags":{"project":"huut","stack":"prod","cost-center":"data","managed-by":"pulumi"}}',
};
