import * as pulumi from "@pulumi/pulumi";
import { deployAlone } from "./deploy";

export = async () => deployAlone(pulumi.getStack(), true);
