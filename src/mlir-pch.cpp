// Nothing here: this file only gives the precompiled header a target to belong to.
