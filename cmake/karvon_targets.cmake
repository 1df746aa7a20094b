# How the project's own targets are compiled, linked and tested.
include(GoogleTest)

find_program(KARVON_CCACHE ccache)
if(KARVON_CCACHE)
  # Paths below the checkout count as relative: another clone finds what this one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
    ${KARVON_CCACHE})
endif()
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)

find_program(KARVON_MOLD mold)
if(KARVON_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

if(KARVON_SANITIZE)
  add_compile_options(-fsanitize=${KARVON_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${KARVON_SANITIZE})
  if(KARVON_SANITIZE MATCHES "undefined")
    # The check of virtual tables opens a pipe to look at memory, and cries wolf when descriptors run out, as a test wants.
    add_compile_options(-fno-sanitize-recover=undefined -fno-sanitize=vptr)
  endif()
endif()

# Warnings are errors for our own code; third parties come in as SYSTEM.
function(karvon_compile_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough -Werror)
endfunction()

# karvon_library(NAME HEADERS ... SOURCES ... PUBLIC ... PRIVATE ...): a folder's library, with its own include root.
function(karvon_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;SOURCES;PUBLIC;PRIVATE")
  add_library(${name} STATIC)
  target_sources(${name}
    PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${arg_HEADERS}
    PRIVATE ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  karvon_compile_options(${name})
endfunction()

# What runs under the thread sanitizer, to be built by itself.
add_custom_target(threads_tests)

# karvon_test(NAME SOURCES ... LINK ... [LABELS ...] [TIMEOUT seconds]): a GoogleTest program, one CTest entry a test.
# Compiling is most of a test run's time, so the tests' own code is not optimized. Precompiled headers were tried and
# cost more than they gave: one a program, each as long as two files.
function(karvon_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;LINK;LABELS")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINK} GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  karvon_compile_options(${name})
  target_compile_options(${name} PRIVATE -O0)
  if("threads" IN_LIST arg_LABELS)
    add_dependencies(threads_tests ${name})
  endif()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}")
endfunction()
