# The tests that are scripts. Each gets the program as IPI_BINARY; exit code 77 means skipped.
set(IPI_PYTHON /usr/bin/python3 CACHE FILEPATH "The Python that runs the tests (Debian's)")

function(ipi_script_test name label script)
  add_test(NAME ${name} COMMAND ${IPI_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/${script} ${ARGN}
           WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS ${label} SKIP_RETURN_CODE 77
                       ENVIRONMENT "IPI_BINARY=$<TARGET_FILE:ipi>;PYTHONDONTWRITEBYTECODE=1")
endfunction()

# A golden case is a folder: a new one needs no line here.
file(GLOB IPI_GOLDEN RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/golden CONFIGURE_DEPENDS golden/*/*/cmd)
foreach(cmd IN LISTS IPI_GOLDEN)
  get_filename_component(case ${cmd} DIRECTORY)
  string(REPLACE "/" "." name ${case})
  ipi_script_test(golden.${name} golden golden/run.py ${case})
endforeach()

ipi_script_test(rules.layering rules rules/layering_test.py)
ipi_script_test(rules.no_ids_in_code rules rules/ids_test.py)
ipi_script_test(rules.commands rules rules/commands_test.py)
ipi_script_test(rules.readme rules rules/readme_test.py)
ipi_script_test(rules.runners rules rules/runners_test.py)
ipi_script_test(rules.unconfirmed rules rules/unconfirmed_test.py)
ipi_script_test(rules.discovery unit rules/discovery_test.py $<TARGET_FILE:ipi_unit_tests> ${PROJECT_BINARY_DIR})
# The style is that of one version of clang-format: where it is missing, the style is not looked at.
find_program(IPI_CLANG_FORMAT clang-format-14)
if(IPI_CLANG_FORMAT)
  ipi_script_test(rules.format rules rules/format_test.py ${IPI_CLANG_FORMAT})
endif()
ipi_script_test(rules.version unit rules/version_test.py ${PROJECT_VERSION})

# On a pseudo-terminal. The kills of CI; a thousand are a matter of minutes, started by hand.
ipi_script_test(pty.terminal pty pty/terminal_test.py)
ipi_script_test(pty.kills pty pty/kill_test.py --kills 50)
ipi_script_test(pty.kills_see_a_fault pty pty/kill_test.py --kills 5 --seed-fault)
ipi_script_test(pty.transcripts pty pty/transcripts_test.py)
ipi_script_test(pty.batch pty pty/batch_test.py)
set_tests_properties(pty.terminal pty.kills PROPERTIES RUN_SERIAL ON)

ipi_script_test(conformance.cases conformance conformance/run_cases.py)
ipi_script_test(conformance.walk conformance conformance/walk.py)
ipi_script_test(conformance.walk_sees_a_fault conformance conformance/walk.py --seed-fault)
ipi_script_test(conformance.gallery conformance conformance/gallery.py)
ipi_script_test(conformance.schools conformance conformance/run_schools.py)
ipi_script_test(conformance.schema conformance conformance/schema/check_schemas.py)
ipi_script_test(conformance.r conformance conformance/r/run.py)
ipi_script_test(conformance.r_sees_a_fault conformance conformance/r/run.py --seed-fault)
ipi_script_test(conformance.batch conformance bench/batch.py --smoke)
ipi_script_test(conformance.pipelines conformance conformance/pipelines/run.py)
ipi_script_test(conformance.pipelines_see_a_fault conformance conformance/pipelines/run.py --seed-fault)
ipi_script_test(conformance.pipelines_page conformance rules/readme_test.py examples/batch/README.md)

# Reports in a real Chromium, by node; what it needs is installed by run.sh below build/browser. Exit code 77: not there.
find_program(IPI_NODE NAMES node nodejs)
function(ipi_browser_test name)
  add_test(NAME ${name} COMMAND ${IPI_NODE} ${CMAKE_CURRENT_SOURCE_DIR}/browser/run.mjs ${ARGN} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS browser SKIP_RETURN_CODE 77 TIMEOUT 600 RUN_SERIAL ON ENVIRONMENT "IPI_BINARY=$<TARGET_FILE:ipi>")
endfunction()
if(IPI_NODE)
  ipi_browser_test(browser.report)
  ipi_browser_test(browser.report_sees_a_fault --seed-fault)
else()
  # A test that cannot be run is skipped, which CI counts as a failure, and never silently left out.
  add_test(NAME browser.report COMMAND ${CMAKE_COMMAND} -E echo "skipped: there is no node")
  set_tests_properties(browser.report PROPERTIES LABELS browser SKIP_REGULAR_EXPRESSION "skipped:")
endif()
