#pragma once
#define CONFIG_ESPDL_LINK 1
#define CONFIG_ESPDL_PROFILE 1
