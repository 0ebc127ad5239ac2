import * as pulumi from "@pulumi/pulumi";
import { deployAlone } from "../program/deploy";

export = async () => deployAlone(pulumi.getStack(), true, true);
