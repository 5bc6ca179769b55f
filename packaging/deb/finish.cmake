# What Debian's policy asks of the files of a package and of no other installation: its own changelog, compressed documents, and times that
# say nothing of the build. Run by CPack on the staged tree.
set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}${CPACK_PACKAGING_INSTALL_PREFIX})
set(changelog ${root}/share/doc/${CPACK_PACKAGE_NAME}/changelog)
execute_process(COMMAND ${CPACK_HALFTONE_PYTHON} -B ${CPACK_HALFTONE_RELEASES} debian ${changelog} ${CPACK_PACKAGE_NAME} ${CPACK_DEBIAN_PACKAGE_MAINTAINER}
  COMMAND_ERROR_IS_FATAL ANY)
file(CHMOD ${changelog} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
file(GLOB documents ${changelog} ${root}/share/man/man1/*.1)
execute_process(COMMAND gzip -9nf ${documents} COMMAND_ERROR_IS_FATAL ANY)
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND find ${CPACK_TEMPORARY_INSTALL_DIRECTORY} -exec touch -h -d @$ENV{SOURCE_DATE_EPOCH} {} + COMMAND_ERROR_IS_FATAL ANY)
endif()
